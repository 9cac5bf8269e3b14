import type { OidcSettings } from '../domain/people/oidc.ts'
import {
  type Setting,
  type Values,
  boolean,
  httpUrl,
  list,
  optionalText,
  password,
  text,
} from './setting-kinds.ts'

/** Log-in by OpenID Connect; the keys are those of Harbor's `oidc_…` settings. */
export const OIDC_SETTINGS = {
  OIDC_NAME: text('oidc.name', 'OpenID Connect', 'name of the provider, as the console shows it'),
  OIDC_ENDPOINT: httpUrl('oidc.endpoint', 'issuer of the OpenID provider; enables log-in by OpenID Connect'),
  OIDC_CLIENT_ID: optionalText('oidc.client_id', 'client id of Bellbuoy at the provider'),
  OIDC_CLIENT_SECRET: password('oidc.client_secret', 'client secret of Bellbuoy at the provider'),
  OIDC_SCOPE: list(
    'oidc.scope',
    ['openid', 'profile', 'email'],
    'scopes of the log-in; some providers send groups only with `groups`',
  ),
  OIDC_GROUPS_CLAIM: text('oidc.groups_claim', 'groups', 'claim that lists the groups of a user'),
  OIDC_ADMIN_GROUP: optionalText('oidc.admin_group', 'group whose members are system admins'),
  OIDC_USER_CLAIM: text('oidc.user_claim', 'preferred_username', 'claim that becomes the name of a user'),
  OIDC_AUTO_ONBOARD: boolean(
    'oidc.auto_onboard',
    true,
    'whether the user claim names a new user; otherwise they choose a name',
  ),
  OIDC_VERIFY_CERT: boolean('oidc.verify_cert', true, "whether the provider's certificate must be valid"),
} satisfies Record<string, Setting<unknown>>

type OidcValues = Values<typeof OIDC_SETTINGS>

/** The settings that log-in by OpenID Connect needs, besides `EXTERNAL_URL`. */
const REQUIRED = ['OIDC_ENDPOINT', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const

/**
 * The mistakes in the settings of OpenID Connect: they must be complete, or absent.
 *
 * @param given the names of all given settings, valid or not
 * @param values of the valid settings
 */
export function oidcMistakes(
  given: ReadonlySet<string>,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const some = Object.keys(OIDC_SETTINGS).find((name) => given.has(name))
  if (some === undefined) return []
  const missing = [...REQUIRED, 'EXTERNAL_URL'].filter((name) => !given.has(name))
  const mistakes = missing.map(
    (name) => `BELLBUOY_${name} is missing: log-in by OpenID Connect needs it, since ${some} is set`,
  )
  const scopes = values['OIDC_SCOPE'] as OidcValues['OIDC_SCOPE'] | undefined
  return scopes?.includes('openid') === false
    ? [...mistakes, 'BELLBUOY_OIDC_SCOPE: must contain openid, without which there is no log-in']
    : mistakes
}

/** Null when OpenID Connect is not configured. */
export function oidcOf(values: OidcValues): OidcSettings | null {
  const { OIDC_ENDPOINT: endpoint, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values
  if (endpoint === null || clientId === null || clientSecret === null) return null
  return Object.freeze({
    name: values.OIDC_NAME,
    endpoint,
    clientId,
    clientSecret,
    scopes: values.OIDC_SCOPE,
    groupsClaim: values.OIDC_GROUPS_CLAIM,
    adminGroup: values.OIDC_ADMIN_GROUP,
    userClaim: values.OIDC_USER_CLAIM,
    autoOnboard: values.OIDC_AUTO_ONBOARD,
    verifyCertificate: values.OIDC_VERIFY_CERT,
  })
}
