import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'ldapts'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { type Certificate, certificate } from '../receivers/tls.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'

const SUFFIX = 'dc=acme,dc=test'
const ROOT = `cn=root,${SUFFIX}`
const ROOT_PASSWORD = 'root-of-the-test'

export const PEOPLE = `ou=people,${SUFFIX}`
export const GROUPS = `ou=groups,${SUFFIX}`
export const SEARCH_DN = `cn=search,${SUFFIX}`
export const SEARCH_PASSWORD = 'search-of-the-test'

/** A real OpenLDAP server on 127.0.0.1, with StartTLS and ldaps by the certificate of `localhost`, or another one. */
export interface LdapServer extends AsyncDisposable {
  readonly port: number
  /** That of ldaps. */
  readonly tlsPort: number
  /** Adds somebody below `PEOPLE`, or at another DN. */
  readonly addPerson: (uid: string, password: string, more?: PersonOptions) => Promise<void>
  /** Adds a group of people below `GROUPS`. @returns its DN */
  readonly addGroup: (name: string, uids: readonly string[]) => Promise<string>
  readonly remove: (dn: string) => Promise<void>
  /** What was asked so far, as the server logs it. */
  readonly log: () => string
}

export interface PersonOptions {
  readonly dn?: string
  readonly attributes?: Readonly<Record<string, string>>
}

type Shown = Pick<Certificate, 'cert' | 'key'>

export async function startLdapServer(shown: Shown = certificate('localhost')): Promise<LdapServer> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('ldap')).path
  const [port, tlsPort] = [await freePort(), await freePort()]
  await writeSettings(folder, shown)
  const program = stack.use(
    new Program({
      command: 'slapd',
      args: [
        '-h',
        `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`,
        '-f',
        join(folder, 'slapd.conf'),
        '-d',
        'stats',
      ],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    }),
  )
  const root = new Client({ url: `ldap://127.0.0.1:${port}`, connectTimeout: 5000, timeout: 10_000 })
  const bound = (): Promise<boolean> =>
    root.bind(ROOT, ROOT_PASSWORD).then(
      () => true,
      () => false,
    )
  await waitUntil(bound, { what: `slapd serves:\n${program.output()}`, timeoutMs: 30_000 })
  stack.defer(() => root.unbind())
  await root.add(SUFFIX, { objectClass: ['dcObject', 'organization'], o: 'Acme', dc: 'acme' })
  for (const dn of [PEOPLE, GROUPS])
    await root.add(dn, { objectClass: 'organizationalUnit', ou: dn.slice(3, 9) })
  const search = { objectClass: ['organizationalRole', 'simpleSecurityObject'], cn: 'search' }
  await root.add(SEARCH_DN, { ...search, userPassword: SEARCH_PASSWORD })
  const owned = stack.move()
  return {
    port,
    tlsPort,
    addPerson: (uid, userPassword, { dn = `uid=${uid},${PEOPLE}`, attributes = {} } = {}) =>
      root.add(dn, { objectClass: 'inetOrgPerson', uid, sn: uid, cn: uid, userPassword, ...attributes }),
    async addGroup(name, uids) {
      const dn = `cn=${name},${GROUPS}`
      const member = uids.map((uid) => `uid=${uid},${PEOPLE}`)
      await root.add(dn, { objectClass: 'groupOfNames', cn: name, member })
      return dn
    },
    remove: (dn) => root.del(dn),
    log: () => program.output(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function writeSettings(folder: string, { cert, key }: Shown): Promise<void> {
  const at = (name: string): string => join(folder, name)
  await mkdir(at('db'))
  await writeFile(at('cert.pem'), cert)
  await writeFile(at('key.pem'), key)
  const lines = [
    ...['core', 'cosine', 'inetorgperson'].map((schema) => `include /etc/ldap/schema/${schema}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload memberof',
    `pidfile ${at('slapd.pid')}`,
    `TLSCertificateFile ${at('cert.pem')}`,
    `TLSCertificateKeyFile ${at('key.pem')}`,
    'database mdb',
    `suffix "${SUFFIX}"`,
    `rootdn "${ROOT}"`,
    `rootpw ${ROOT_PASSWORD}`,
    `directory ${at('db')}`,
    'overlay memberof',
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn="${SEARCH_DN}" read by * none`,
  ]
  await writeFile(at('slapd.conf'), `${lines.join('\n')}\n`)
}
