import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { adminPassword, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const TIMEOUT = { timeout: 60_000 }
const NEW = 'Fresh-Anchor-42'
const CURRENT = '/api/v2.0/users/current'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

interface Place extends AsyncDisposable {
  readonly dir: string
  readonly env: Record<string, string>
}

const DATABASES: Readonly<Record<string, () => Promise<Place>>> = {
  async SQLite() {
    const folder = await temporaryFolder('reset')
    const env = { BELLBUOY_DATABASE_URL: `sqlite:${join(folder.path, 'bellbuoy.db')}` }
    return { dir: folder.path, env, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
  },
  async PostgreSQL() {
    await using opening = new AsyncDisposableStack()
    const folder = opening.use(await temporaryFolder('reset'))
    const { url } = opening.use(await postgresDatabase())
    const opened = opening.move()
    const env = { BELLBUOY_DATABASE_URL: url, BELLBUOY_SECRET_KEY: 'the key of these tests' }
    return { dir: folder.path, env, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  },
}

/** Runs `bellbuoy user reset-password` in a folder. */
async function reset({ dir, env }: Pick<Place, 'dir' | 'env'>, args: readonly string[], input = '') {
  const { PATH, HOME } = process.env
  const run = spawn(command, ['user', 'reset-password', ...args], { cwd: dir, env: { PATH, HOME, ...env } })
  run.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => void run.on('close', resolve))
  const [stdout, stderr] = await Promise.all([text(run.stdout), text(run.stderr)])
  return { code: await ended, stdout, stderr }
}

const asAdmin = (url: string, password: string) => apiClient(url, { user: 'admin', password })

describe.each(Object.keys(DATABASES))('on %s, a lost password', (database) => {
  const prepare = DATABASES[database]!

  test(
    'is replaced while the server runs: the new one works at once, and sessions end',
    TIMEOUT,
    async () => {
      await using place = await prepare()
      await using server = await startBellbuoy(place)
      const anonymous = apiClient(server.url)
      const login = await anonymous.post('/c/login', `principal=admin&password=${adminPassword}`, FORM)
      const cookie = [login.headers['set-cookie']]
        .flat()
        .map((one) => String(one).split(';')[0])
        .join('; ')
      expect((await anonymous.get(CURRENT, { cookie })).status).toBe(200)
      const { code, stdout } = await reset(place, ['admin', '--password-stdin'], `${NEW}\n`)
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: 'Changed the password of admin; one session was ended.\n',
      })
      expect((await anonymous.get(CURRENT, { cookie })).status).toBe(401)
      expect((await asAdmin(server.url, adminPassword).get(CURRENT)).status).toBe(401)
      const { body } = await asAdmin(server.url, NEW).get('/api/v2.0/audit-logs?q=operation_id=ResetPassword')
      expect(body).toMatchObject([
        { resource: 'admin', resource_type: 'user', username: expect.stringMatching(/^bellbuoy/) },
      ])
      expect(JSON.stringify(body)).not.toContain(NEW)
    },
  )

  test('is replaced while the server is stopped, by one that is printed', TIMEOUT, async () => {
    await using place = await prepare()
    await (await startBellbuoy(place))[Symbol.asyncDispose]()
    const { code, stdout } = await reset(place, ['admin'])
    expect(code).toBe(0)
    const password = /^ {2}(\S+)$/m.exec(stdout)?.[1] ?? ''
    await using server = await startBellbuoy(place)
    expect((await asAdmin(server.url, password).get(CURRENT)).status).toBe(200)
  })

  test('stays when the command is wrong', TIMEOUT, async () => {
    await using place = await prepare()
    await using server = await startBellbuoy(place)
    const wrong = [
      await reset(place, ['nobody']),
      await reset(place, ['admin', '--password-stdin'], 'short\n'),
      await reset(place, ['admin', '--password-stdin']),
      await reset(place, []),
    ]
    expect(wrong.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, expect.stringContaining('there is no user "nobody"')],
      [1, expect.stringContaining('needs 8 to 128 characters')],
      [1, expect.stringContaining('there is no password on standard input')],
      [64, expect.stringContaining("missing required argument 'name'")],
    ])
    expect((await asAdmin(server.url, adminPassword).get(CURRENT)).status).toBe(200)
  })
})

test('a folder without a database is left as it is', async () => {
  await using folder = await temporaryFolder('reset')
  const env = { BELLBUOY_DATABASE_URL: `sqlite:${join(folder.path, 'bellbuoy.db')}` }
  const { code, stderr } = await reset({ dir: folder.path, env }, ['admin'])
  expect([code, stderr]).toEqual([1, expect.stringContaining('there is no database')])
})
