import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { available } from '../support/available.ts'
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../support/services/certificate-authority.ts'
import {
  type LdapServer,
  PEOPLE,
  SEARCH_DN,
  SEARCH_PASSWORD,
  startLdapServer,
} from '../support/services/ldap-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PASSWORD = 'Bowline-Knot-7'

describe.skipIf(!available('slapd') || !available('openssl'))(
  'log-in by an LDAP directory with a valid certificate',
  () => {
    const stack = new AsyncDisposableStack()
    let authority: CertificateAuthority
    let ldap: LdapServer
    let passwordFile: string
    beforeAll(async () => {
      const folder = stack.use(await temporaryFolder('ldap-ca')).path
      authority = createCertificateAuthority(folder)
      ldap = stack.use(await startLdapServer(authority.ofServer))
      await ldap.addPerson('anna', PASSWORD)
      passwordFile = join(folder, 'search-password')
      writeFileSync(passwordFile, `${SEARCH_PASSWORD}\n`)
    })
    afterAll(() => stack.disposeAsync())

    const logIn = async (url: string, trusted: Readonly<Record<string, string>>) => {
      await using bellbuoy = await startBellbuoy({
        startLimitMs: 120_000,
        env: {
          ...trusted,
          BELLBUOY_LDAP_URL: url,
          BELLBUOY_LDAP_BASE_DN: PEOPLE,
          BELLBUOY_LDAP_SEARCH_DN: SEARCH_DN,
          BELLBUOY_LDAP_SEARCH_PASSWORD_FILE: passwordFile,
        },
      })
      const anna = apiClient(bellbuoy.url, { user: 'anna', password: PASSWORD })
      const { status } = await anna.get('/api/v2.0/users/current')
      expect(bellbuoy.output()).not.toContain(SEARCH_PASSWORD)
      return { status, output: bellbuoy.output() }
    }

    test.each([
      ['ldaps', () => `ldaps://localhost:${ldap.tlsPort}`],
      ['StartTLS', () => `ldap://localhost:${ldap.port}`],
    ])('works over %s, with the password of the search from a file', { timeout: 180_000 }, async (_, url) => {
      expect((await logIn(url(), { NODE_EXTRA_CA_CERTS: authority.caPath })).status).toBe(200)
    })

    test('is refused over ldaps where nobody trusts its issuer', { timeout: 180_000 }, async () => {
      const { status, output } = await logIn(`ldaps://localhost:${ldap.tlsPort}`, {})
      expect(status).toBe(503)
      expect(output).toMatch(/certificate/)
    })
  },
)
