import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ApiClient } from '../../support/app/api-client.ts'
import { runCommand } from '../../support/app/command.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Of a form that every option takes, also the token of a Telegram bot. */
const SECRET = '2026:Very-Secret'
const FILTER = {
  repositories: { include: ['team/**'], exclude: ['team/tmp-*'] },
  tags: { include: ['v[0-9]*', '{latest,stable}'] },
  media_types: ['application/vnd.oci.*'],
  artifact_types: ['*'],
  actor_kinds: ['robot', 'user'],
  operators: { exclude: ['robot$*'] },
  min_severity: 'High',
  children: true,
  accessories: true,
}
const TARGETS = [
  { type: 'http', address: 'https://a.example.com/1', auth_header: SECRET, skip_cert_verify: true },
  { type: 'http', address: 'https://b.example.com/', secret: SECRET, payload_format: 'CloudEvents' },
  {
    type: 'http',
    address: 'https://c.example.com/',
    attachment: '{"x":1}',
    options: { headers: { 'x-token': SECRET } },
  },
  { type: 'slack', address: 'https://hooks.slack.com/services/T/B/x' },
  { type: 'teams', address: 'https://teams.example.com/x' },
  { type: 'mattermost', address: 'https://chat.example.com/hooks/x' },
  { type: 'discord', address: 'https://discord.com/api/webhooks/1/x' },
  {
    type: 'feishu',
    address: 'https://open.feishu.cn/open-apis/bot/v2/hook/x',
    options: { signature_secret: SECRET },
  },
  {
    type: 'telegram',
    address: 'https://api.telegram.org',
    options: { bot_token: SECRET, chat_id: '@harbour' },
  },
  {
    type: 'email',
    address: 'ops@example.com',
    options: {
      from: 'buoy@example.com',
      smtp: { host: 'mail.example.com', username: 'buoy', password: SECRET },
    },
  },
]

const parts = shared(async (stack) => ({
  full: stack.use(await startTestApp()),
  empty: stack.use(await startTestApp()),
  folder: stack.use(await temporaryFolder('round-trip')).path,
}))

async function made(api: ApiClient, path: string, body: object): Promise<void> {
  const answer = await api.post(`/api/v2.0${path}`, body)
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
}

const policy = (name: string, targets: readonly object[]) => ({
  name,
  enabled: true,
  event_types: ['PUSH_ARTIFACT', 'SCANNING_COMPLETED'],
  targets,
})

async function addUsers(api: ApiClient): Promise<void> {
  for (const username of ['mia', 'ben', 'zoe'])
    await made(api, '/users', {
      username,
      email: `${username}@example.test`,
      realname: username,
      password: SECRET,
    })
}

async function fill(api: ApiClient): Promise<void> {
  await made(api, '/scanners', {
    name: 'trivy',
    url: 'http://trivy.example.com:8080',
    auth: 'Bearer',
    access_credential: SECRET,
    registry_authorization: SECRET,
  })
  await made(api, '/scanners', { name: 'clair', url: 'http://clair.example.com', disabled: true })
  await made(api, '/sources', { name: 'zot', kind: 'zot', settings: { registry_host: 'zot.example.com' } })
  await made(api, '/webhook/policies', policy('everything', TARGETS.slice(0, 1)))
  const access = [{ resource: 'project', action: 'list' }]
  await made(api, '/robots', {
    name: 'all-projects',
    level: 'system',
    duration: 30,
    description: 'reads',
    permissions: [{ kind: 'system', namespace: '/', access }],
  })
  for (const name of ['alpha', '123', 'gamma.x_y-z']) {
    const metadata = { public: 'true', auto_scan: 'true', severity: 'high' }
    await made(api, '/projects', { project_name: name, metadata, storage_limit: 1_000_000 })
    const at = `/projects/${encodeURIComponent(name)}`
    const named = { 'x-is-resource-name': 'true' }
    const add = async (path: string, body: object) => {
      const answer = await api.post(`/api/v2.0${at}${path}`, body, named)
      if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    }
    for (const [username, role_id] of Object.entries({ mia: 2, ben: 3, zoe: 4 }))
      await add('/members', { role_id, member_user: { username } })
    await add('/members', { role_id: 5, member_group: { group_name: 'visitors' } })
    await add('/webhook/policies', {
      ...policy('every-target', TARGETS),
      description: 'all: "kinds" # of them',
    })
    await add('/webhook/policies', {
      ...policy('filtered', TARGETS.slice(0, 2)),
      filter: FILTER,
      harbor_way: true,
    })
    await add('/webhook/policies', { ...policy('off', TARGETS.slice(3, 4)), enabled: false })
    await made(api, '/robots', {
      name: 'builder',
      level: 'project',
      duration: -1,
      permissions: [
        { kind: 'project', namespace: name, access: [{ resource: 'notification-policy', action: 'list' }] },
      ],
    })
  }
  await api.put('/api/v2.0/configurations', { notification_enable: false })
}

const textsIn = (dir: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]))

test('a whole installation is exported, changes nothing where it is from, and makes another one like it', async () => {
  const { full, empty, folder } = parts()
  await addUsers(full.api)
  await fill(full.api)
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const on = (url: string, args: readonly string[], env = {}) => runCommand(args, { url, folder, env })

  expect((await on(full.url, ['export', '-o', first])).stderr).toBe('')
  const texts = textsIn(first)
  expect(Object.keys(texts)).toEqual([
    'project-123.yml',
    'project-alpha.yml',
    'project-gamma.x_y-z.yml',
    'system.yml',
  ])
  expect(readdirSync(first).map((name) => statSync(join(first, name)).mode & 0o777)).toEqual([
    0o600, 0o600, 0o600, 0o600,
  ])
  expect(Object.values(texts).join('')).not.toContain(SECRET)
  expect(await on(full.url, ['apply', '-f', first, '--yes'])).toEqual({
    exitCode: 0,
    stdout: 'Nothing to change.\n',
    stderr: '',
  })

  await addUsers(empty.api)
  const names = [
    ...Object.values(texts)
      .join('')
      .matchAll(/fromEnv: (\w+)/g),
  ].map(([, name]) => name!)
  const env = Object.fromEntries(names.map((name) => [name, SECRET]))
  const { stderr, exitCode } = await on(empty.url, ['apply', '-f', first, '--yes'], env)
  expect([exitCode, stderr]).toEqual([0, ''])
  await on(empty.url, ['export', '-o', second])
  expect(textsIn(second)).toEqual(texts)
})

test('nothing that is there already is overwritten', async () => {
  const { full, folder } = parts()
  writeFileSync(join(folder, 'mine'), '')
  const ran = await runCommand(['export', '-o', folder], { url: full.url, folder })
  expect(ran).toMatchObject({ exitCode: 65, stderr: expect.stringContaining('is not empty') })
})
