import { secretsEqual } from '../../../accounts/secret-equality.ts'
import type { FixedSettings } from '../../../contract/configuration.ts'
import * as CALLS from '../../../contract/calls.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import type { OidcLogin } from '../../callers/oidc-login.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { fixedSettings, settingsThatMatter } from './fixed-settings.ts'

export interface ConfigurationParts {
  readonly store: Pick<Store, 'settings'>
  readonly config: ServerConfig
  readonly oidcLogin: OidcLogin | null
}

/** Harbor's system settings. Only the global switch, and what configuration as code remembers, can be changed here; a client may send the others back as they are. */
export function configurationRoutes({ store, config, oidcLogin }: ConfigurationParts): readonly Route[] {
  const { settings } = store
  const oidc = oidcLogin?.settings ?? null
  const fixed = fixedSettings(config, oidc)
  const secrets = {
    oidc_client_secret: oidc?.clientSecret ?? '',
    ldap_search_password: config.ldap?.searchPassword ?? '',
  }
  return [
    answer(CALLS.getConfiguration, async () => {
      const isOn = await settings.notificationsEnabled()
      const body = {
        notification_enable: { editable: true, value: isOn },
        bellbuoy_applied: { editable: true, value: await settings.applied() } as const,
        scan_all_policy: { type: 'none' } as const,
        ...fixed,
      }
      return { status: 200, body }
    }),
    answer(CALLS.updateConfiguration, async ({ body, guard }) => {
      const { notification_enable: enabled, bellbuoy_applied: applied, ...others } = body
      assertUnchanged(settingsThatMatter(others, config, oidc), fixed, secrets)
      const changes = {
        ...(enabled !== undefined && { notificationsEnabled: enabled }),
        ...(applied !== undefined && { applied }),
      }
      await settings.change(changes, guard)
      return { status: 200 }
    }),
  ].flat()
}

/**
 * Keys that neither Harbor nor Bellbuoy has are ignored, as in Harbor.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming every setting with another value than it has
 */
function assertUnchanged(
  sent: Readonly<Record<string, unknown>>,
  fixed: FixedSettings,
  secrets: Readonly<Record<string, string>>,
): void {
  const shown: Readonly<Record<string, { readonly value: unknown }>> = fixed
  const wrong = Object.entries(sent).flatMap(([key, value]) => {
    // Secrets are never shown; Terraform sends that of the provider with every change.
    const secret = Object.hasOwn(secrets, key) ? secrets[key] : undefined
    if (secret !== undefined)
      return typeof value === 'string' && secretsEqual(value, secret) ? [] : [`${key} is another one`]
    if (key === 'scan_all_policy') return isNoPolicy(value) ? [] : [`${key} is {"type":"none"}`]
    const setting = Object.hasOwn(shown, key) ? shown[key] : undefined
    return setting === undefined || setting.value === value
      ? []
      : [`${key} is ${JSON.stringify(setting.value)}`]
  })
  if (wrong.length > 0)
    throw badRequest(`this API changes notification_enable only: ${wrong.join(', ')}; nothing was changed`)
}

/** Terraform's provider sends one without a type. */
function isNoPolicy(value: unknown): boolean {
  const { type = 'none' } = Object(value) as { readonly type?: unknown }
  return type === 'none' || type === ''
}
