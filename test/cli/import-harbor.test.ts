import { execFile } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { startCommand } from '../support/app/command.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import {
  type FakeHarbor,
  type HarborContents,
  harborLogin,
  startFakeHarbor,
} from '../support/services/fake-harbor.ts'
import { startGate } from '../support/services/gate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const PASSWORDS = ['--harbor-password-file', 'harbor', '--password-file', 'bellbuoy']
const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('import')
  writeFileSync(join(folder.path, 'harbor'), `${harborLogin.password}\n`)
  writeFileSync(join(folder.path, 'bellbuoy'), `${adminPassword}\n`)
})
afterAll(() => folder[Symbol.asyncDispose]())

function importFrom(harbor: FakeHarbor, app: TestApp, ...args: readonly string[]): Promise<Run> {
  const all = ['import-harbor', '--harbor', harbor.url, '--bellbuoy', app.url, ...PASSWORDS, ...args]
  return new Promise((resolve) => {
    execFile(command, all, { cwd: folder.path }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

/** The rows of the report, without what stands around them. */
const countsIn = ({ stdout }: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...stdout.matchAll(/^(users|projects|members|policies|robots) +([\d ]+)$/gm)].map(
      ([, kind = '', counts = '']) => [kind, counts.trim().replaceAll(/ +/g, ' ')],
    ),
  )

const project = (id: number, name: string, more: object = {}) => ({
  project_id: id,
  name,
  metadata: { public: 'false' },
  ...more,
})
const policy = (name: string, more: object = {}) => ({
  id: 1,
  project_id: 7,
  creator: 'anna',
  name,
  description: 'from Harbor',
  enabled: true,
  event_types: ['PUSH_ARTIFACT', 'SCANNING_COMPLETED'],
  targets: [
    {
      type: 'http',
      address: 'https://ci.example.test/hook',
      auth_header: 'Bearer canary-12',
      skip_cert_verify: true,
      payload_format: 'CloudEvents',
    },
  ],
  ...more,
})
const ROBOT_ACCESS = [{ resource: 'notification-policy', action: 'list' }]
const robot = (name: string, namespace: string, more: object = {}) => ({
  id: 9,
  name,
  description: '',
  level: 'project',
  disable: false,
  duration: -1,
  expires_at: -1,
  permissions: [{ kind: 'project', namespace, access: ROBOT_ACCESS }],
  ...more,
})

/** More than a page of each; `many` has more policies than any page has. */
function contents(more: Partial<HarborContents> = {}): HarborContents {
  const names = Array.from({ length: 11 }, (_, index) => `user${index}`)
  return {
    users: [
      { user_id: 1, username: 'admin', sysadmin_flag: true },
      ...names.map((username, index) => ({
        user_id: index + 3,
        username,
        email: `${username}@example.test`,
        realname: username,
        sysadmin_flag: index === 0,
      })),
    ],
    projects: [
      project(7, 'many', { metadata: { public: 'true', auto_scan: 'true', severity: null } }),
      project(8, 'shop', { cve_allowlist: { items: [{ cve_id: 'CVE-2026-7' }] } }),
      ...Array.from({ length: 10 }, (_, index) => project(20 + index, `p${index}`)),
      project(40, '2026'),
    ],
    quotas: [
      { id: 3, ref: { id: 8, name: 'shop' }, hard: { storage: 5_000_000 } },
      { id: 4, ref: { id: 7, name: 'many' }, hard: { storage: -1 } },
    ],
    members: {
      shop: [
        { id: 1, entity_name: 'admin', entity_type: 'u', role_id: 1 },
        ...names.map((entity_name) => ({ id: 2, entity_name, entity_type: 'u', role_id: 4 })),
        { id: 20, entity_name: 'crew', entity_type: 'g', role_id: 3 },
      ],
    },
    policies: {
      many: Array.from({ length: 105 }, (_, index) => policy(`policy ${index}`)),
      shop: [
        policy('off', {
          enabled: false,
          targets: [{ type: 'slack', address: 'https://slack.example.test/x' }],
        }),
      ],
      2026: [policy('numbered')],
    },
    robots: {
      8: [robot('robot-shop+ci', 'shop'), robot('robot-shop+late', 'shop', { expires_at: 1_700_000_000 })],
      0: [robot('robot-fleet', '*', { level: 'system', disable: true })],
    },
    ...more,
  }
}

const WHOLE = {
  users: '12 12 11 1',
  projects: '13 13 13 0',
  members: '13 13 12 1',
  policies: '107 107 107 0',
  robots: '3 2 2 0',
}

test('everything is copied, beyond the first page of every list, and counted on both sides', async () => {
  await using app = await startTestApp()
  await using harbor = await startFakeHarbor(contents())
  const run = await importFrom(harbor, app, '--robot-secrets', 'secrets')
  expect(run.stderr).toBe('')
  expect(countsIn(run)).toEqual(WHOLE)
  // The robot whose time is over cannot be taken.
  expect(run.code).toBe(1)
  expect(run.stdout).toContain('Not copied:\n  robot robot-shop+late: it has expired')
  expect(run.stdout).toContain('user user10: set a password; Harbor does not export passwords')
  expect(harbor.changes).toEqual([])
  const { body: policies, headers } = await app.api.get(
    '/api/v2.0/projects/many/webhook/policies?q=name=policy 104',
  )
  expect(headers['x-total-count']).toBe('1')
  expect(policies[0]).toMatchObject({
    description: 'from Harbor',
    enabled: true,
    event_types: ['PUSH_ARTIFACT', 'SCANNING_COMPLETED'],
    targets: [{ skip_cert_verify: true, payload_format: 'CloudEvents', has_auth_header: true }],
  })
  expect((await app.api.get('/api/v2.0/projects/many')).body.metadata).toEqual({
    public: 'true',
    auto_scan: 'true',
  })
  expect((await app.api.get('/api/v2.0/projects/shop')).body.cve_allowlist.items).toEqual([
    { cve_id: 'CVE-2026-7' },
  ])
  const quotas = (await app.api.get('/api/v2.0/quotas?page_size=100')).body as {
    ref: { name: string }
    hard: object
  }[]
  expect(quotas.find(({ ref }) => ref.name === 'shop')?.hard).toEqual({ storage: 5_000_000 })
  const users = (await app.api.get('/api/v2.0/users?page_size=100&q=sysadmin_flag=true')).body
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['admin', 'user0'])
  const [line = ''] = readFileSync(join(folder.path, 'secrets'), 'utf8').split('\n')
  expect(statSync(join(folder.path, 'secrets')).mode & 0o777).toBe(0o600)
  const [name = '', secret = ''] = line.split(' ')
  expect(name).toBe('robot$shop+ci')
  expect(run.stdout).not.toContain(secret)
  const robotApi = apiClient(app.url, { user: name, password: secret })
  expect((await robotApi.get('/api/v2.0/projects/shop/webhook/policies')).status).toBe(200)
}, 120_000)

test('a dry run counts and writes nothing; a second run finishes the first, changes nothing and names what differs', async () => {
  await using app = await startTestApp()
  const only = ['--project', 'shop', 'p1']
  await using harbor = await startFakeHarbor(contents())
  const dry = await importFrom(harbor, app, '--dry-run', '--robot-secrets', 'not-written', ...only)
  expect(dry.stdout).toContain('Dry run: nothing was changed.')
  expect(countsIn(dry)).toMatchObject({
    users: '12 1 11 1',
    projects: '2 0 2 0',
    policies: '1 0 1 0',
    robots: '2 0 1 0',
  })
  expect((await app.api.get('/api/v2.0/projects')).body).toEqual([])
  expect(app.rows('select count(*) as entries from audit')).toEqual([{ entries: 0 }])

  const first = await importFrom(harbor, app, ...only)
  expect(first.code).toBe(1)
  expect(first.stdout).toContain(
    'robot robot-shop+ci: it would get a new secret: add --robot-secrets FILE to save it',
  )
  expect(countsIn(first)).toMatchObject({ projects: '2 2 2 0', policies: '1 1 1 0', robots: '2 0 0 0' })
  const [{ id }] = (await app.api.get('/api/v2.0/projects/shop/webhook/policies')).body
  const changed = { ...policy('off'), event_types: ['PULL_ARTIFACT'] }
  await app.api.put(`/api/v2.0/projects/shop/webhook/policies/${id}`, changed)
  const entries = app.rows('select count(*) as entries from audit')

  const second = await importFrom(harbor, app, ...only)
  expect(countsIn(second)).toMatchObject({
    users: '12 12 0 12',
    projects: '2 2 0 2',
    members: '13 13 0 13',
    policies: '1 1 0 1',
  })
  expect(second.stdout).toContain(
    'policy shop/off: differs from Harbor in event types and targets and state (enabled or not); left as it is',
  )
  expect(app.rows('select count(*) as entries from audit')).toEqual(entries)
}, 120_000)

test('what Bellbuoy does not take is named with its reason, and the rest is copied', async () => {
  await using app = await startTestApp()
  const policies = { shop: [policy('odd', { event_types: ['MOVE_ARTIFACT'] }), policy('good')] }
  await using harbor = await startFakeHarbor(
    contents({ users: [], projects: [project(8, 'shop', { registry_id: 4 })], policies, robots: {} }),
  )
  const run = await importFrom(harbor, app)
  expect(run.code).toBe(1)
  expect(run.stdout).toContain('policy shop/odd: Bellbuoy answered 400 unsupported event type MOVE_ARTIFACT')
  expect(run.stdout).toContain('member shop/user3: Bellbuoy answered 404 user user3 not found')
  expect(run.stdout).toContain(
    'project shop: in Harbor it is a proxy cache of another registry; in Bellbuoy it is a plain project',
  )
  expect(countsIn(run)).toMatchObject({ policies: '2 1 1 0', members: '13 2 1 1' })
})

test('Ctrl+C ends it behind the user under way, who becomes a system admin as in Harbor, and a second run copies the rest', async () => {
  await using app = await startTestApp()
  await using harbor = await startFakeHarbor(contents({ projects: [], policies: {}, robots: {} }))
  await using gate = await startGate(app.url, { closesBehind: /^POST \/api\/v2\.0\/users$/ })
  const args = [...PASSWORDS, '--harbor', harbor.url, '--bellbuoy', gate.url]
  await using program = startCommand(['import-harbor', ...args], { url: gate.url, folder: folder.path })
  await waitUntil(() => gate.waiting > 0, { what: 'a user is made', timeoutMs: 60_000 })
  program.signal('SIGINT')
  gate.open()
  expect(await program.exited).toBe(130)
  expect(program.stderr()).toBe(
    'bellbuoy: stopped by Ctrl+C; everything copied so far stays. Run the import again to copy the rest\n',
  )
  const admins = async (): Promise<readonly string[]> => {
    const { body } = await app.api.get('/api/v2.0/users?q=sysadmin_flag=true')
    return body.map(({ username }: { username: string }) => username)
  }
  expect([await admins(), (await app.api.get('/api/v2.0/users')).headers['x-total-count']]).toEqual([
    ['admin', 'user0'],
    '2',
  ])
  const second = await importFrom(harbor, app)
  expect([second.code, second.stderr]).toEqual([0, ''])
  expect(countsIn(second)).toMatchObject({ users: '12 12 10 2' })
}, 120_000)

test('of a user who is a system admin in Harbor alone it says so, and changes nothing', async () => {
  await using app = await startTestApp()
  await using harbor = await startFakeHarbor(contents({ projects: [], policies: {}, robots: {} }))
  const user = { username: 'user0', email: 'user0@example.test', realname: 'user0', password: 'Other-Pass-1' }
  expect((await app.api.post('/api/v2.0/users', user)).status).toBe(201)
  const run = await importFrom(harbor, app)
  expect(run.stdout).toContain('user user0: is a system admin in Harbor and not here; nothing was changed')
  const { body } = await app.api.get('/api/v2.0/users?q=username=user0')
  expect(body[0]).toMatchObject({ sysadmin_flag: false })
}, 120_000)

test('users who log in elsewhere are left to their first log-in', async () => {
  await using app = await startTestApp()
  const projects = [project(8, 'shop')]
  await using harbor = await startFakeHarbor(
    contents({ authMode: 'oidc_auth', projects, policies: {}, members: {}, robots: {} }),
  )
  const run = await importFrom(harbor, app)
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(run.stdout).toContain(
    'Harbor’s users log in with oidc_auth: Bellbuoy creates each user at the first log-in',
  )
  expect((await app.api.get('/api/v2.0/users')).headers['x-total-count']).toBe('1')
})

test('a wrong password, a project that does not exist and a Harbor that is gone end the command before it writes', async () => {
  await using app = await startTestApp()
  const harbor = await startFakeHarbor(contents())
  writeFileSync(join(folder.path, 'wrong'), 'wrong')
  const refused = await importFrom(harbor, app, '--harbor-password-file', 'wrong')
  expect([refused.code, refused.stderr]).toEqual([
    77,
    expect.stringContaining('Harbor refused the log-in: 401'),
  ])
  const unknown = await importFrom(harbor, app, '--project', 'nowhere')
  expect([unknown.code, unknown.stderr]).toEqual([
    66,
    expect.stringContaining('Harbor has no project nowhere'),
  ])
  await harbor[Symbol.asyncDispose]()
  const gone = await importFrom(harbor, app)
  expect([gone.code, gone.stderr]).toEqual([69, expect.stringContaining('did not answer')])
  expect(app.rows('select count(*) as entries from audit')).toEqual([{ entries: 0 }])
})
