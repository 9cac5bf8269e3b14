import type { FixedSettings } from '../../../contract/configuration.ts'
import { retrySettings } from '../../../contract/retry-settings.ts'
import { LDAP_SCOPES, type LdapSettings } from '../../../domain/people/ldap.ts'
import type { OidcSettings } from '../../../domain/people/oidc.ts'
import { ROBOT_PREFIX } from '../../../domain/people/robot.ts'
import type { ServerConfig } from '../../server-config.ts'

/** Who may create projects; `/systeminfo` says it too. */
export const PROJECT_CREATION = 'adminonly'

type Values = { readonly [Key in keyof FixedSettings]: FixedSettings[Key]['value'] }

/**
 * What Harbor's clients look for among the settings, with the values that are true here: how the server is set, or how Harbor shows what it
 * does not use.
 *
 * @param oidc the OpenID provider that people log in by, or null
 */
export function fixedSettings(config: ServerConfig, oidc: OidcSettings | null): FixedSettings {
  const values = { ...NOT_HERE, ...logIn(config, oidc), ...SYSTEM, ...server(config) } satisfies Values
  const shown = Object.entries(values).map(([key, value]) => [key, { editable: false, value }])
  return Object.fromEntries(shown) as FixedSettings
}

/** Harbor's word for how people log in. */
export function authMode({ ldap }: Pick<ServerConfig, 'ldap'>, oidc: unknown) {
  if (ldap !== null) return 'ldap_auth'
  return oidc === null ? 'db_auth' : 'oidc_auth'
}

/**
 * The settings of a request without what a client in Go sends for those that it does not name: `false`, 0 and empty texts of ways to log in that
 * are not used. Terraform's `harbor_config_auth` sends `ldap_scope` 0 along with an OpenID provider, and `oidc_verify_cert` false with LDAP.
 *
 * @param oidc the OpenID provider that people log in by, or null
 */
export function settingsThatMatter(
  sent: Readonly<Record<string, unknown>>,
  { ldap }: Pick<ServerConfig, 'ldap'>,
  oidc: OidcSettings | null,
): Readonly<Record<string, unknown>> {
  const unused = ['uaa_', 'http_authproxy_']
  if (ldap === null) unused.push('ldap_')
  if (oidc === null) unused.push('oidc_')
  const isUnused = (key: string) => unused.some((prefix) => key.startsWith(prefix))
  const isZero = (value: unknown) => value === false || value === 0 || value === ''
  return Object.fromEntries(Object.entries(sent).filter(([key, value]) => !(isUnused(key) && isZero(value))))
}

function logIn(config: ServerConfig, oidc: OidcSettings | null) {
  return {
    auth_mode: authMode(config, oidc),
    primary_auth_mode: false,
    self_registration: false,
    session_timeout: Math.ceil(config.sessionLimits.idleMs / 60_000),
    token_expiration: 30,
    oidc_group_filter: '',
    oidc_extra_redirect_parms: '{}',
    oidc_logout: false,
    ...(oidc === null ? NO_PROVIDER : provider(oidc)),
    ...(config.ldap !== null && directory(config.ldap)),
  }
}

function provider({ adminGroup, ...oidc }: OidcSettings) {
  return {
    oidc_name: oidc.name,
    oidc_endpoint: oidc.endpoint,
    oidc_client_id: oidc.clientId,
    oidc_groups_claim: oidc.groupsClaim,
    oidc_admin_group: adminGroup ?? '',
    oidc_scope: oidc.scopes.join(','),
    oidc_user_claim: oidc.userClaim,
    oidc_verify_cert: oidc.verifyCertificate,
    oidc_auto_onboard: oidc.autoOnboard,
  }
}

function directory(ldap: LdapSettings) {
  return {
    ldap_url: ldap.url,
    ldap_search_dn: ldap.searchDn ?? '',
    ldap_base_dn: ldap.baseDn,
    ldap_filter: ldap.filter ?? '',
    ldap_uid: ldap.uid,
    ldap_scope: LDAP_SCOPES.indexOf(ldap.scope),
    ldap_timeout: ldap.timeoutSeconds,
    ldap_verify_cert: ldap.verifyCertificate,
    ldap_group_admin_dn: ldap.adminGroup ?? '',
    ldap_group_membership_attribute: ldap.membershipAttribute,
  }
}

const NO_PROVIDER: ReturnType<typeof provider> = {
  oidc_name: '',
  oidc_endpoint: '',
  oidc_client_id: '',
  oidc_groups_claim: '',
  oidc_admin_group: '',
  oidc_scope: '',
  oidc_user_claim: '',
  oidc_verify_cert: true,
  oidc_auto_onboard: false,
}

/** Ways to log in that are not set up, or that Bellbuoy does not have, with the values of a Harbor that does not use them (`src/lib/config/metadata/metadatalist.go`). */
const NOT_HERE = {
  ldap_url: '',
  ldap_search_dn: '',
  ldap_base_dn: '',
  ldap_filter: '',
  ldap_uid: 'cn',
  ldap_scope: 2,
  ldap_timeout: 5,
  ldap_verify_cert: true,
  ldap_group_base_dn: '',
  ldap_group_admin_dn: '',
  ldap_group_attribute_name: '',
  ldap_group_search_filter: '',
  ldap_group_search_scope: 2,
  ldap_group_membership_attribute: 'memberof',
  ldap_group_attach_parallel: false,
  uaa_client_id: '',
  uaa_client_secret: '',
  uaa_endpoint: '',
  uaa_verify_cert: false,
  http_authproxy_endpoint: '',
  http_authproxy_tokenreview_endpoint: '',
  http_authproxy_admin_groups: '',
  http_authproxy_admin_usernames: '',
  http_authproxy_verify_cert: true,
  http_authproxy_skip_search: false,
  http_authproxy_server_certificate: '',
}

const SYSTEM = {
  project_creation_restriction: PROJECT_CREATION,
  read_only: false,
  robot_name_prefix: ROBOT_PREFIX,
  robot_token_duration: 30,
  quota_per_project_enable: true,
  storage_per_project: -1,
  scanner_skip_update_pulltime: false,
  audit_log_forward_endpoint: '',
  skip_audit_log_database: false,
  disabled_audit_log_event_types: '',
  banner_message: '',
}

function server(config: ServerConfig) {
  const retry = retrySettings(config.retryRule)
  return {
    webhook_job_max_retry: retry.webhook_job_max_retry.value,
    webhook_initial_wait_ms: retry.webhook_initial_wait_ms.value,
    webhook_max_wait_ms: retry.webhook_max_wait_ms.value,
    webhook_factor: retry.webhook_factor.value,
    webhook_randomization: retry.webhook_randomization.value,
    webhook_timeout_ms: config.timeoutMs,
    webhook_max_age_ms: config.maxAgeMs,
    quota_warning_percent: config.quotaWarningPercent,
  }
}
