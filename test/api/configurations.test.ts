import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'

const PATH = '/api/v2.0/configurations'
const shown = (value: number | string | boolean) => ({ editable: false, value })
const value = (enabled: boolean) => ({
  notification_enable: { editable: true, value: enabled },
  bellbuoy_applied: { editable: true, value: '' },
  webhook_job_max_retry: shown(5),
  webhook_initial_wait_ms: shown(500),
  webhook_max_wait_ms: shown(1_800_000),
  webhook_factor: shown(3),
  webhook_randomization: shown(0.1),
  webhook_timeout_ms: shown(10_000),
  webhook_max_age_ms: shown(259_200_000),
  quota_warning_percent: shown(85),
  ...HARBOR_SETTINGS,
  scan_all_policy: { type: 'none' },
})
/** What Harbor has too, with the values that are true here. */
const HARBOR_SETTINGS = Object.fromEntries(
  Object.entries({
    auth_mode: 'db_auth',
    primary_auth_mode: false,
    self_registration: false,
    session_timeout: 30,
    token_expiration: 30,
    project_creation_restriction: 'adminonly',
    read_only: false,
    robot_name_prefix: 'robot$',
    robot_token_duration: 30,
    quota_per_project_enable: true,
    storage_per_project: -1,
    scanner_skip_update_pulltime: false,
    audit_log_forward_endpoint: '',
    skip_audit_log_database: false,
    disabled_audit_log_event_types: '',
    banner_message: '',
    oidc_name: '',
    oidc_endpoint: '',
    oidc_client_id: '',
    oidc_groups_claim: '',
    oidc_admin_group: '',
    oidc_group_filter: '',
    oidc_scope: '',
    oidc_user_claim: '',
    oidc_verify_cert: true,
    oidc_auto_onboard: false,
    oidc_extra_redirect_parms: '{}',
    oidc_logout: false,
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
  }).map(([key, value]) => [key, shown(value)]),
)

test('the global switch is read, turned off and on again', async () => {
  await using app = await startTestApp()
  expect((await app.api.get(PATH)).body).toEqual(value(true))
  const { status, body } = await app.api.put(PATH, { notification_enable: false })
  expect([status, body]).toEqual([200, ''])
  expect((await app.api.get(PATH)).body).toEqual(value(false))
  await app.api.put(PATH, { notification_enable: true })
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('the switch begins as the setting says, until someone turns it', async () => {
  await using app = await startTestApp({ settings: { NOTIFICATION_ENABLE: 'false' } })
  expect((await app.api.get(PATH)).body).toEqual(value(false))
  await app.api.put(PATH, { notification_enable: true })
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('an update without the switch, or with keys that Harbor does not have, leaves it as it is', async () => {
  await using app = await startTestApp({ settings: { NOTIFICATION_ENABLE: 'false' } })
  for (const body of [
    {},
    { notification_enable: null },
    { email_port: 25, scan_all_policy: { parameter: {} } },
  ]) {
    expect((await app.api.put(PATH, body)).status).toBe(200)
  }
  expect((await app.api.get(PATH)).body).toEqual(value(false))
})

test('how deliveries are retried is shown as the server is set, and cannot be changed', async () => {
  await using app = await startTestApp({
    settings: { WEBHOOK_MAX_RETRY: '2', WEBHOOK_FACTOR: '1.5', WEBHOOK_TIMEOUT_MS: '1500' },
  })
  const { status, body } = await app.api.put(PATH, { webhook_job_max_retry: 7 })
  expect([status, body.errors[0].message]).toEqual([
    400,
    'this API changes notification_enable only: webhook_job_max_retry is 2; nothing was changed',
  ])
  expect((await app.api.get(PATH)).body).toMatchObject({
    webhook_job_max_retry: shown(2),
    webhook_factor: shown(1.5),
    webhook_timeout_ms: shown(1500),
  })
})

test('what was read can be sent back, all of it and each alone', async () => {
  await using app = await startTestApp()
  const { body } = await app.api.get(PATH)
  const plain = Object.fromEntries(
    Object.entries(body as Record<string, { value?: unknown }>).map(([key, shape]) => [
      key,
      shape.value ?? shape,
    ]),
  )
  expect((await app.api.put(PATH, plain)).status).toBe(200)
  for (const [key, setting] of Object.entries(plain))
    expect([key, (await app.api.put(PATH, { [key]: setting })).status]).toEqual([key, 200])
  // As Terraform's provider sends the whole of harbor_config_system.
  const wanted = {
    project_creation_restriction: 'adminonly',
    read_only: false,
    robot_token_duration: 30,
    token_expiration: 30,
    session_timeout: 30,
    quota_per_project_enable: true,
    robot_name_prefix: 'robot$',
    storage_per_project: -1,
    scanner_skip_update_pulltime: false,
    skip_audit_log_database: false,
    banner_message: '',
    notification_enable: true,
  }
  expect((await app.api.put(PATH, wanted)).status).toBe(200)
})

test('another value is 400 with each such setting and its value, and changes nothing', async () => {
  await using app = await startTestApp()
  const before = (await app.api.get(PATH)).body
  for (const [key, setting] of Object.entries(HARBOR_SETTINGS)) {
    const isFlag = typeof setting.value === 'boolean' && !key.endsWith('_verify_cert')
    const other = isFlag ? !setting.value : `${setting.value}x`
    const { status, body } = await app.api.put(PATH, { [key]: other, notification_enable: false })
    expect([status, body.errors[0].message]).toEqual([
      400,
      `this API changes notification_enable only: ${key} is ${JSON.stringify(setting.value)}; nothing was changed`,
    ])
  }
  expect((await app.api.put(PATH, { scan_all_policy: { type: 'daily' } })).status).toBe(400)
  const { body } = await app.api.put(PATH, { read_only: true, session_timeout: 60, banner_message: '' })
  expect(body.errors[0].message).toContain('read_only is false, session_timeout is 30;')
  expect((await app.api.get(PATH)).body).toEqual(before)
})

test('false, 0 and empty texts mean nothing for a way to log in that is not used, and much for the one that is', async () => {
  const settings = {
    OIDC_NAME: 'Keycloak',
    OIDC_ENDPOINT: 'https://login.example.com/realms/main',
    OIDC_CLIENT_ID: 'bellbuoy',
    OIDC_CLIENT_SECRET: 'a-client-secret',
    EXTERNAL_URL: 'https://bellbuoy.example.com',
  }
  await using app = await startTestApp({ settings })
  const before = (await app.api.get(PATH)).body
  const zeros = { ldap_scope: 0, ldap_verify_cert: false, ldap_uid: '', http_authproxy_verify_cert: false }
  expect((await app.api.put(PATH, zeros)).status).toBe(200)
  for (const body of [{ oidc_verify_cert: false }, { oidc_name: '' }, { ldap_scope: 1 }, { ldap_uid: 'uid' }])
    expect([body, (await app.api.put(PATH, body)).status]).toEqual([body, 400])
  expect((await app.api.get(PATH)).body).toEqual(before)
})

test('the length of a session is shown as it is set', async () => {
  await using app = await startTestApp({ settings: { SESSION_IDLE_MS: '3600000' } })
  expect((await app.api.get(PATH)).body).toMatchObject({ session_timeout: shown(60) })
  expect((await app.api.put(PATH, { session_timeout: 60 })).status).toBe(200)
})

test('the secrets of log-ins are accepted as they are, and are never shown', async () => {
  await using app = await startTestApp()
  expect((await app.api.put(PATH, { ldap_search_password: '', oidc_client_secret: '' })).status).toBe(200)
  for (const key of ['ldap_search_password', 'oidc_client_secret']) {
    const { status, body } = await app.api.put(PATH, { [key]: 'guess' })
    expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining(`${key} is another one`)])
  }
  expect((await app.api.get(PATH)).body).not.toHaveProperty('oidc_client_secret')
})

test('the switch takes true and false only', async () => {
  await using app = await startTestApp()
  const { status, body } = await app.api.put(PATH, { notification_enable: 'false' })
  expect([status, body.errors[0].code]).toEqual([422, 'UNPROCESSABLE_ENTITY'])
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('nobody else may read or change the configuration', async () => {
  await using app = await startTestApp()
  expect((await app.anonymous.get(PATH)).status).toBe(401)
  expect((await app.anonymous.put(PATH, { notification_enable: false })).status).toBe(401)
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})
