import Type, { type Static, type TBoolean, type TInteger, type TNumber, type TString } from 'typebox'

const AppliedText = {
  description: 'what `bellbuoy apply` has made of the system, by the names of its sets',
  maxLength: 1_000_000,
}

/** Only `notification_enable` and `bellbuoy_applied` can be changed; other settings are accepted with the value that they have. */
export const ConfigurationRequest = Type.Object(
  {
    notification_enable: Type.Optional(Type.Boolean()),
    bellbuoy_applied: Type.Optional(Type.String(AppliedText)),
  },
  { additionalProperties: true },
)
export type ConfigurationRequest = Static<typeof ConfigurationRequest>

/** A setting that this API shows and cannot change. */
const fixed = <Value extends TBoolean | TInteger | TNumber | TString>(value: Value, description?: string) =>
  Type.Object({ editable: Type.Literal(false), value }, description === undefined ? {} : { description })

const Flag = (description?: string) => fixed(Type.Boolean(), description)
const Count = (description?: string) => fixed(Type.Integer(), description)
const Text = (description?: string) => fixed(Type.String(), description)

/**
 * How people log in. Those of LDAP are settings of the server; UAA and an authenticating proxy do not exist here. All three are shown as
 * in a Harbor that does not use them.
 */
const LogInSettings = {
  auth_mode: Text('db_auth, or oidc_auth with an OpenID provider'),
  primary_auth_mode: Flag(),
  self_registration: Flag(),
  session_timeout: Count('minutes without a request after which a session ends'),
  token_expiration: Count('minutes; Bellbuoy issues no tokens for registries'),
  oidc_name: Text(),
  oidc_endpoint: Text(),
  oidc_client_id: Text(),
  oidc_groups_claim: Text(),
  oidc_admin_group: Text(),
  oidc_group_filter: Text(),
  oidc_scope: Text('joined by commas'),
  oidc_user_claim: Text(),
  oidc_verify_cert: Flag(),
  oidc_auto_onboard: Flag(),
  oidc_extra_redirect_parms: Text(),
  oidc_logout: Flag(),
  ldap_url: Text(),
  ldap_search_dn: Text(),
  ldap_base_dn: Text(),
  ldap_filter: Text(),
  ldap_uid: Text(),
  ldap_scope: Count(),
  ldap_timeout: Count(),
  ldap_verify_cert: Flag(),
  ldap_group_base_dn: Text(),
  ldap_group_admin_dn: Text(),
  ldap_group_attribute_name: Text(),
  ldap_group_search_filter: Text(),
  ldap_group_search_scope: Count(),
  ldap_group_membership_attribute: Text(),
  ldap_group_attach_parallel: Flag(),
  uaa_client_id: Text(),
  uaa_client_secret: Text(),
  uaa_endpoint: Text(),
  uaa_verify_cert: Flag(),
  http_authproxy_endpoint: Text(),
  http_authproxy_tokenreview_endpoint: Text(),
  http_authproxy_admin_groups: Text(),
  http_authproxy_admin_usernames: Text(),
  http_authproxy_verify_cert: Flag(),
  http_authproxy_skip_search: Flag(),
  http_authproxy_server_certificate: Text(),
}

/** Harbor's settings of the system that a client may look for. */
const SystemSettings = {
  project_creation_restriction: Text(),
  read_only: Flag(),
  robot_name_prefix: Text('stands before the name of every robot'),
  robot_token_duration: Count('days that clients propose for a new robot'),
  quota_per_project_enable: Flag(),
  storage_per_project: Count('limit of a new project in bytes; -1: none'),
  scanner_skip_update_pulltime: Flag(),
  audit_log_forward_endpoint: Text(),
  skip_audit_log_database: Flag(),
  disabled_audit_log_event_types: Text(),
  banner_message: Text(),
}

/** Bellbuoy's own, set where the server runs (`BELLBUOY_…` or its file). */
const ServerSettings = {
  webhook_job_max_retry: fixed(Type.Number(), 'retries after the first attempt'),
  webhook_initial_wait_ms: fixed(Type.Number(), 'wait before the first retry'),
  webhook_max_wait_ms: fixed(Type.Number(), 'a delivery that would have to wait longer gives up'),
  webhook_factor: fixed(Type.Number(), 'by which each wait is longer than the one before'),
  webhook_randomization: fixed(Type.Number(), 'by which waits are spread, as a fraction'),
  webhook_timeout_ms: fixed(Type.Number(), 'deadline of one attempt'),
  webhook_max_age_ms: fixed(Type.Number(), 'a delivery that waits longer than this expires'),
  quota_warning_percent: fixed(Type.Number(), 'part of its storage limit from which on a project is warned'),
}

/** Its shape is its own in Harbor, too. */
const ScanAllPolicy = Type.Object({ type: Type.Literal('none', { description: 'projects have schedules' }) })

export const ConfigurationResponse = Type.Object({
  notification_enable: Type.Object({ editable: Type.Boolean(), value: Type.Boolean() }),
  bellbuoy_applied: Type.Object({ editable: Type.Literal(true), value: Type.String(AppliedText) }),
  ...LogInSettings,
  ...SystemSettings,
  ...ServerSettings,
  scan_all_policy: ScanAllPolicy,
})
export type ConfigurationResponse = Static<typeof ConfigurationResponse>

/** The settings that this API cannot change. */
export type FixedSettings = Omit<
  ConfigurationResponse,
  'notification_enable' | 'bellbuoy_applied' | 'scan_all_policy'
>
