import * as CALLS from '../../../contract/calls.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import { GLOBAL_PROJECT_ID } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import type { OidcLogin } from '../../callers/oidc-login.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { timeInMs } from '../../times.ts'
import { PROJECT_CREATION, authMode } from './fixed-settings.ts'
import { type HealthParts, health } from './health.ts'

export interface SystemInfoParts extends HealthParts {
  readonly store: Pick<Store, 'settings' | 'writeFault' | 'holds'>
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
  readonly config: Pick<ServerConfig, 'externalUrl' | 'ldap'>
  readonly oidcLogin: OidcLogin | null
}

/**
 * The version of Harbor whose calls these are, as `docs/harbor-calls.md` lists them. harbor-cli shows it, harborapi, go-client and Terraform's
 * provider do not read it; who compares it wants to know whether newer calls are there, such as `/auditlog-exts` of 2.13.
 */
const HARBOR_VERSION = 'v2.16.0'
const LEGACY_VERSION = 'v1.10.9'

/** JSON, but declared as plain text, as Harbor's is. */
const VERSION_ANSWER = '{"version":"v2.0"}\n'

/** What clients ask before they begin. */
export function systemInfoRoutes(parts: SystemInfoParts): readonly Route[] {
  return [
    answer(CALLS.ping, async () => ({ status: 200, body: 'Pong' })),
    answer(CALLS.getVersion, async () => ({ status: 200, body: VERSION_ANSWER })),
    answer(CALLS.getHealth, async () => ({ status: 200, body: await health(parts) })),
    answer(CALLS.getSystemInfo, async ({ caller }) => ({
      status: 200,
      body: await info(parts, caller, HARBOR_VERSION),
    })),
    answer(CALLS.getLegacySystemInfo, async ({ caller }) => ({
      status: 200,
      body: await info(parts, caller, LEGACY_VERSION),
    })),
  ].flat()
}

/** @param harborVersion of the API that the caller uses */
async function info(parts: SystemInfoParts, caller: Caller | null, harborVersion: string) {
  const open = openInfo(parts)
  if (caller === null) return open
  const version = `${harborVersion}-bellbuoy-${parts.version}`
  return { ...open, ...(await knownInfo(parts)), harbor_version: version }
}

/** The facts that everyone may read. */
function openInfo({ oidcLogin, config }: SystemInfoParts) {
  return {
    auth_mode: authMode(config, oidcLogin),
    ...(oidcLogin !== null && { oidc_provider_name: oidcLogin.settings.name }),
    banner_message: '',
    primary_auth_mode: false,
    self_registration: false,
  }
}

/** The facts for callers who are logged in. */
async function knownInfo({ store, clock, config: { externalUrl } }: SystemInfoParts) {
  const [held] = await store.holds.of(GLOBAL_PROJECT_ID)
  return {
    current_time: timeInMs(clock.now()),
    ...(held !== undefined && { deliveries_held_since: timeInMs(held.sinceMs) }),
    ...(externalUrl !== null && { external_url: externalUrl, registry_url: new URL(externalUrl).host }),
    has_ca_root: false,
    notification_enable: await store.settings.notificationsEnabled(),
    project_creation_restriction: PROJECT_CREATION,
    read_only: false,
  }
}
