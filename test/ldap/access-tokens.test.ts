import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OWN_TOKENS, bearer } from '../support/app/access-token.ts'
import { apiClient } from '../support/app/api-client.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { available } from '../support/available.ts'
import {
  type LdapServer,
  PEOPLE,
  SEARCH_DN,
  SEARCH_PASSWORD,
  startLdapServer,
} from '../support/services/ldap-server.ts'

const CURRENT = '/api/v2.0/users/current'
const PASSWORD = 'Bowline-Knot-7'

describe.skipIf(!available('slapd'))('a person of an LDAP directory', () => {
  let ldap: LdapServer
  beforeAll(async () => {
    ldap = await startLdapServer()
    await ldap.addPerson('anna', PASSWORD)
  })
  afterAll(() => ldap[Symbol.asyncDispose]())

  test('makes a token by their password, and uses it while the directory is away', async () => {
    await using app = await startTestApp({
      settings: {
        LDAP_URL: `ldap://127.0.0.1:${ldap.port}`,
        LDAP_VERIFY_CERT: 'false',
        LDAP_BASE_DN: PEOPLE,
        LDAP_SEARCH_DN: SEARCH_DN,
        LDAP_SEARCH_PASSWORD: SEARCH_PASSWORD,
      },
    })
    const anna = apiClient(app.url, { user: 'anna', password: PASSWORD })
    const made = await anna.post(OWN_TOKENS, { name: 'laptop' })
    expect(made.status).toBe(201)
    const { secret } = made.body
    await ldap[Symbol.asyncDispose]()
    expect((await app.anonymous.get(CURRENT, bearer(secret))).body.username).toBe('anna')
    // Directories do not tell letters of names apart.
    for (const user of ['anna', 'ANNA'])
      expect((await apiClient(app.url, { user, password: secret }).get(CURRENT)).status).toBe(200)
    expect((await apiClient(app.url, { user: 'bert', password: secret }).get(CURRENT)).status).toBe(401)
  })
})
