import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiAnswer, apiClient } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { jar, sendLogin } from '../support/app/browser-session.ts'
import { POLICIES } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { available } from '../support/available.ts'
import { freePort } from '../support/free-port.ts'
import { ManualClock } from '../support/manual-clock.ts'
import {
  GROUPS,
  type LdapServer,
  PEOPLE,
  SEARCH_DN,
  SEARCH_PASSWORD,
  startLdapServer,
} from '../support/services/ldap-server.ts'

const CURRENT = '/api/v2.0/users/current'
const PASSWORD = 'Bowline-Knot-7'

describe.skipIf(!available('slapd'))('log-in by an LDAP directory', () => {
  let ldap: LdapServer
  beforeAll(async () => {
    ldap = await startLdapServer()
    await ldap.addPerson('anna', PASSWORD, { attributes: { mail: 'anna@acme.test', cn: 'Anna Anker' } })
    await ldap.addPerson('bert', PASSWORD)
    await ldap.addPerson('admin', PASSWORD)
    await ldap.addGroup('crew', ['anna'])
    await ldap.addGroup('masters', ['bert'])
  })
  afterAll(() => ldap[Symbol.asyncDispose]())

  const settings = (more: Readonly<Record<string, string>> = {}) => ({
    LDAP_URL: `ldap://127.0.0.1:${ldap.port}`,
    LDAP_VERIFY_CERT: 'false',
    LDAP_BASE_DN: PEOPLE,
    LDAP_SEARCH_DN: SEARCH_DN,
    LDAP_SEARCH_PASSWORD: SEARCH_PASSWORD,
    ...more,
  })
  const start = (more?: Readonly<Record<string, string>>): Promise<TestApp> =>
    startTestApp({ settings: settings(more) })
  const ask = ({ url }: TestApp, user: string, password = PASSWORD, path = CURRENT): Promise<ApiAnswer> =>
    apiClient(url, { user, password }).get(path)

  test('makes a person a user at the first one, by Basic and by the form alike', async () => {
    await using app = await start()
    const first = await ask(app, 'anna')
    expect(first).toMatchObject({
      status: 200,
      body: { username: 'anna', email: 'anna@acme.test', realname: 'Anna Anker', sysadmin_flag: false },
    })
    const answer = await sendLogin(app.anonymous, { principal: 'ANNA', password: PASSWORD })
    expect(answer.status).toBe(200)
    const { body } = await app.anonymous.get(CURRENT, jar(answer))
    expect(body.user_id).toBe(first.body.user_id)
    expect((await app.anonymous.get('/api/v2.0/systeminfo')).body.auth_mode).toBe('ldap_auth')
    const shown = (await app.api.get('/api/v2.0/configurations')).body
    expect(shown.ldap_base_dn).toEqual({ editable: false, value: PEOPLE })
    expect(JSON.stringify([shown, app.log])).not.toContain(SEARCH_PASSWORD)
  })

  test('is refused for a wrong password, an empty one, and a name that nobody has', async () => {
    await using app = await start()
    expect((await ask(app, 'anna', 'wrong')).status).toBe(401)
    expect((await ask(app, 'anna', '')).status).toBe(401)
    expect((await ask(app, 'nobody')).status).toBe(401)
    expect(
      (await app.api.get('/api/v2.0/users')).body.map(({ username }: { username: string }) => username),
    ).toEqual(['admin'])
  })

  test.each(['*', 'an*', 'anna)(uid=*', 'anna)(|(uid=*', '\\2a', 'anna\0', 'uid=anna', 'anna,ou=people'])(
    'takes %j for a name, which is nobody’s',
    async (name) => {
      await using app = await start({ LDAP_FILTER: '(objectClass=inetOrgPerson)' })
      const answer = await sendLogin(app.anonymous, { principal: name, password: PASSWORD })
      expect(answer.status).toBe(401)
    },
  )

  test('gives the rights of groups, and of the group of admins, as long as the directory says so', async () => {
    const clock = new ManualClock()
    const group = `CN=Masters, ${GROUPS}`
    await using app = await startTestApp({ clock, settings: settings({ LDAP_GROUP_ADMIN_DN: group }) })
    await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
    const member = { role_id: 4, member_group: { group_name: `cn=crew,${GROUPS}` } }
    expect((await app.api.post('/api/v2.0/projects/shop/members', member)).status).toBe(201)
    expect((await ask(app, 'anna', PASSWORD, POLICIES)).status).toBe(200)
    expect((await ask(app, 'anna', PASSWORD, '/api/v2.0/users')).status).toBe(403)
    expect((await ask(app, 'bert', PASSWORD, '/api/v2.0/users')).status).toBe(200)
    await ldap.remove(`cn=masters,${GROUPS}`)
    clock.advance(61_000)
    expect((await ask(app, 'bert', PASSWORD, '/api/v2.0/users')).status).toBe(403)
    await ldap.addGroup('masters', ['bert'])
  })

  test('leaves local users alone: admin gets in by the local password, and by no other', async () => {
    await using app = await start()
    expect((await ask(app, 'admin', PASSWORD)).status).toBe(401)
    expect((await ask(app, 'admin', adminPassword)).body.sysadmin_flag).toBe(true)
    const local = { username: 'anna', password: 'Anchor-Chain-42', email: 'a@acme.test' }
    await app.api.post('/api/v2.0/users', local)
    expect((await ask(app, 'anna', PASSWORD)).status).toBe(401)
    expect((await ask(app, 'anna', local.password)).status).toBe(200)
  })

  test('is held up by the brake like all others, and asks the directory once for calls that come together', async () => {
    await using app = await startTestApp({ clock: new ManualClock(), settings: settings() })
    const before = ldap.log().split('uid=anna').length
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(app, 'anna')))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    expect((await ask(app, 'anna')).status).toBe(200)
    const searches = ldap
      .log()
      .split('\n')
      .filter((line) => line.includes('(uid=anna)')).length
    expect(searches).toBeGreaterThan(0)
    for (let count = 0; count < 5; count++)
      expect((await ask(app, 'bert', `guess ${count}`)).status).toBe(401)
    expect((await ask(app, 'BERT')).status).toBe(429)
    expect(ldap.log().split('uid=anna').length - before).toBeLessThan(10)
  })

  test('by two entries with one name is nobody’s', async () => {
    await using app = await start()
    await ldap.addPerson('twin', PASSWORD)
    await ldap.addPerson('twin', PASSWORD, { dn: `cn=other,${PEOPLE}`, attributes: { cn: 'other' } })
    expect((await ask(app, 'twin')).status).toBe(401)
  })

  test('says when the directory is away, and admin gets in', async () => {
    await using app = await start({ LDAP_URL: `ldap://127.0.0.1:${await freePort()}` })
    const answer = await ask(app, 'anna')
    expect([answer.status, answer.body.errors[0].message]).toEqual([
      503,
      'the LDAP directory does not answer as it should: the log has the reason; local users still log in',
    ])
    expect(app.log.filter(({ msg }) => msg === 'login through the LDAP directory failed')).toHaveLength(1)
    expect((await ask(app, 'admin', adminPassword)).status).toBe(200)
  })

  test.each([
    ['a certificate of nobody known', { LDAP_VERIFY_CERT: 'true' }, /^StartTLS failed: .*certificate/],
    [
      'a wrong password of the user that searches',
      { LDAP_SEARCH_PASSWORD: 'wrong' },
      /^the log-in of LDAP_SEARCH_DN failed: InvalidCredentials/,
    ],
    [
      'a base that is not there',
      { LDAP_BASE_DN: 'ou=nowhere,dc=acme,dc=test' },
      /^the search below LDAP_BASE_DN failed: NoSuchObject/,
    ],
  ])('says in the log what is wrong: %s', async (_, more, reason) => {
    await using app = await start(more)
    expect((await ask(app, 'anna')).status).toBe(503)
    const [line] = app.log.filter(({ msg }) => msg === 'login through the LDAP directory failed')
    expect(line?.['reason']).toMatch(reason)
  })

  test('goes over StartTLS before a password does', async () => {
    await using app = await start()
    expect((await ask(app, 'anna')).status).toBe(200)
    expect(ldap.log()).toMatch(/STARTTLS/)
    const binds = ldap
      .log()
      .split('\n')
      .filter((line) => line.includes(`BIND dn="${SEARCH_DN}" mech=SIMPLE`))
    expect(binds.length).toBeGreaterThan(0)
    expect(binds.filter((line) => !/bind_ssf=0 ssf=(?!0)\d+/.test(line))).toEqual([])
  })

  test('people of the directory have no password here', async () => {
    await using app = await start()
    const anna = apiClient(app.url, { user: 'anna', password: PASSWORD })
    const { user_id } = (await anna.get(CURRENT)).body
    const change = { old_password: PASSWORD, new_password: 'Anchor-Chain-43' }
    expect(await anna.put(`/api/v2.0/users/${user_id}/password`, change)).toMatchObject({
      status: 403,
      body: { errors: [{ message: 'anna logs in by LDAP, and has no password here' }] },
    })
  })
})
