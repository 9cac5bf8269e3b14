import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { provider } from './provider.ts'

/** What `ConfigBodyAuthPost` has without `omitempty`: Go sends it for every `auth_mode`. */
const ALWAYS = {
  oidc_verify_cert: false,
  oidc_auto_onboard: false,
  oidc_logout: false,
  self_registration: false,
  scan_all_policy: { parameter: {} },
  ldap_scope: 0,
  ldap_group_search_scope: 0,
  ldap_verify_cert: false,
}

const OIDC = {
  oidc_name: 'Keycloak',
  oidc_endpoint: 'https://login.example.com/realms/main',
  oidc_client_id: 'bellbuoy',
  oidc_scope: 'openid,profile,email,groups',
  oidc_groups_claim: 'groups',
  oidc_user_claim: 'preferred_username',
  oidc_admin_group: 'masters',
}

const LDAP = {
  ldap_url: 'ldaps://ldap.example.com:636',
  ldap_base_dn: 'ou=people,dc=example,dc=com',
  ldap_uid: 'uid',
  ldap_search_dn: 'cn=search,dc=example,dc=com',
  ldap_group_membership_attribute: 'memberOf',
}

/** The settings of the server by the names that Harbor gives them. */
const settingsOf = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toUpperCase(), String(value)]))

/** `GetConfigAuth` for each `auth_mode`, with the server's settings that fit it. */
const MODES = [
  { auth_mode: 'db_auth', settings: {}, body: ALWAYS, planned: {} },
  {
    auth_mode: 'oidc_auth',
    settings: {
      ...settingsOf(OIDC),
      OIDC_CLIENT_SECRET: 'a-client-secret',
      EXTERNAL_URL: 'https://bellbuoy.example.com',
    },
    body: {
      ...ALWAYS,
      auth_mode: 'oidc_auth',
      ...OIDC,
      oidc_client_secret: 'a-client-secret',
      oidc_verify_cert: true,
      oidc_auto_onboard: true,
    },
    planned: { ...OIDC, oidc_verify_cert: true, oidc_auto_onboard: true, oidc_logout: false },
  },
  {
    auth_mode: 'ldap_auth',
    settings: {
      ...settingsOf(LDAP),
      LDAP_SEARCH_PASSWORD: 'a-search-password',
    },
    body: {
      ...ALWAYS,
      auth_mode: 'ldap_auth',
      ...LDAP,
      ldap_search_password: 'a-search-password',
      ldap_verify_cert: true,
      ldap_scope: 2,
      ldap_group_search_scope: 2,
    },
    planned: { ...LDAP, ldap_verify_cert: true, ldap_scope: 2, ldap_group_search_scope: 2 },
  },
]

describe('harbor_config_auth', () => {
  test.for(MODES)(
    'of $auth_mode is applied where the server is set so, and the second plan is empty',
    async ({ auth_mode, settings, body, planned }) => {
      await using app = await startTestApp({ settings })
      const to = provider(app.api)
      await to.send('PUT', '/configurations', 200, body)
      const shown = await to.read('/configurations')
      for (const [key, value] of Object.entries({ ...planned, auth_mode, primary_auth_mode: false }))
        expect([key, shown[key].value]).toEqual([key, value])
    },
  )

  test.for(MODES.filter(({ auth_mode }) => auth_mode !== 'db_auth'))(
    'of $auth_mode is refused where the server is not set so, and names what differs',
    async ({ auth_mode, body }) => {
      await using app = await startTestApp()
      const to = provider(app.api)
      const refused = to.send('PUT', '/configurations', 200, body)
      await expect(refused).rejects.toThrow(`: 400, not 200`)
      await expect(refused).rejects.toThrow('auth_mode is \\"db_auth\\"')
      expect((await to.read('/configurations')).auth_mode.value).not.toBe(auth_mode)
    },
  )
})
