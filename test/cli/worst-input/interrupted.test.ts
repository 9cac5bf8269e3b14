import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeAccessToken } from '../../support/app/access-token.ts'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { type Running, startOneProcess } from '../../support/app/commands-in-one-process.ts'
import { memberOf } from '../../support/app/people.ts'
import { type TestApp, startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { startGate } from '../../support/services/gate.ts'
import { startStrangeServer } from '../../support/services/strange-server.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { CHANGE_NOTHING, INVOCATIONS, invocation } from './invocations.ts'

/** On a machine that has other things to do. */
const PATIENCE_MS = 60_000
const UNKNOWN = /^bellbuoy: stopped by Ctrl\+C; the server may have made the change already\n$/
/** These end the call under way first, and say how far they came; where it was the last, all is done. */
const SAY_HOW_FAR: Readonly<Record<string, readonly [exitCode: number, says: RegExp]>> = {
  'delivery redeliver': [0, /^Sent delivery 1 again as delivery 1\.\n$/],
  'delivery stop': [0, /^Stopped delivery 1\.\n$/],
  recover: [130, /^bellbuoy: 0 of 1 failed delivery sent again; run the same command again for the rest\n$/],
  replay: [
    130,
    /^bellbuoy: 0 of 1 event sent to the policy team; run the same command again for the rest\n$/,
  ],
}

/** They have tests of their own: what they were about to change depends on the server, or on a person. */
const ELSEWHERE = ['apply', 'login']
/** A strange server has nothing that they could change, so they change a real one. */
const ON_A_REAL_SERVER: Readonly<Record<string, readonly string[]>> = {
  logout: [],
  'source add': ['zot', '--kind', 'zot'],
  'member set': ['team', 'developer-of-team', '--role', 'guest'],
  'member remove': ['team', 'developer-of-team', '--yes'],
  'policy enable': ['off', '--project', 'team'],
  'target pause': ['http://127.0.0.1:9/working', '--project', 'team'],
  'target resume': ['http://127.0.0.1:9/paused', '--project', 'team'],
}
const ON_A_STRANGE_SERVER = Object.keys(INVOCATIONS).filter(
  (path) => ![...CHANGE_NOTHING, ...ELSEWHERE, ...Object.keys(ON_A_REAL_SERVER)].includes(path),
)

const parts = shared(async (stack) => {
  const folder = stack.use(await temporaryFolder('interrupted')).path
  return { folder, commands: stack.use(startOneProcess(folder)) }
})

/** Whether a command has ended, looked at without waiting for it. */
function endOf(running: Running): { isOver: boolean } {
  const end = { isOver: false }
  void running.ended.then(() => (end.isOver = true))
  return end
}

/** A function, since the compiler takes it for one that never changes. */
function isOver(end: { readonly isOver: boolean }): boolean {
  return end.isOver
}

test(
  'Ctrl+C while a change is under way ends a command at once, and it says that the change may have been made',
  { timeout: 240_000 },
  async () => {
    const { folder, commands } = parts()
    const ends: { path: string; exitCode: number | null; says: string }[] = []
    for (const path of ON_A_STRANGE_SERVER) {
      await using server = await startStrangeServer('team', { holdsChanges: true })
      const { url } = server
      const env = { XDG_CONFIG_HOME: folder, BELLBUOY_SERVER: url, BELLBUOY_TOKEN: 'a token' }
      const running = commands.start(invocation(path, { name: 'team', folder, url }), env)
      const end = endOf(running)
      await waitUntil(() => server.held > 0 || end.isOver, {
        what: `${path} changes something, or is over`,
        timeoutMs: PATIENCE_MS,
      })
      expect({ path, hasEndedBefore: end.isOver }).toEqual({ path, hasEndedBefore: false })
      await running.interrupt()
      const says = SAY_HOW_FAR[path]
      while (says !== undefined && !isOver(end)) {
        server.release()
        await waitUntil(() => server.held > 0 || end.isOver, {
          what: `${path} goes on`,
          timeoutMs: PATIENCE_MS,
        })
      }
      const { exitCode, stdout, stderr } = await running.ended
      ends.push({ path, exitCode, says: stdout + stderr })
    }
    for (const { path, exitCode, says } of ends) {
      const [code, how] = SAY_HOW_FAR[path] ?? [130, UNKNOWN]
      expect
        .soft({ path, exitCode, says })
        .toEqual({ path, exitCode: code, says: expect.stringMatching(how) })
    }
  },
)

test.for(Object.entries(ON_A_REAL_SERVER))(
  'Ctrl+C in the middle of %s leaves the change to the server, says so, and keeps the log-in',
  { timeout: 120_000 },
  async ([path, args]) => {
    await using app = await serverWithTeam()
    await using gate = await startGate(app.url, { closesAt: /^(?:POST|PUT|PATCH|DELETE) / })
    await using config = await temporaryFolder('config')
    const logIns = await keepLogIn(app, config.path, gate.url)
    const before = changesOf(app)
    const running = parts().commands.start([...path.split(' '), ...args], { XDG_CONFIG_HOME: config.path })
    await waitUntil(() => gate.waiting > 0, { what: `${path} changes something`, timeoutMs: PATIENCE_MS })
    await running.interrupt()
    const { exitCode, stdout, stderr } = await running.ended
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: expect.stringMatching(UNKNOWN),
    })
    expect(changesOf(app)).toBe(before)
    gate.open()
    await waitUntil(() => changesOf(app) === before + 1, {
      what: 'the server makes the change that it got',
      timeoutMs: PATIENCE_MS,
    })
    expect(readFileSync(logIns.file, 'utf8')).toBe(logIns.text)
  },
)

/** A server with a project, a member of it, a webhook that is off, and two targets of which one is paused. */
async function serverWithTeam(): Promise<TestApp> {
  const app = await startTestApp()
  const targets = ['http://127.0.0.1:9/working', 'http://127.0.0.1:9/paused']
  const { path } = await createPolicy(app.api, { project: 'team', name: 'on', targets })
  const [, paused] = (await app.api.get(path)).body.targets as readonly { id: number }[]
  await app.api.post(`/api/v2.0/projects/team/targets/${paused!.id}/pause`)
  await (
    await createPolicy(app.api, { project: 'team', name: 'off', targets: ['http://127.0.0.1:9/off'] })
  ).update({ enabled: false })
  await memberOf(app, 'team', 'developer')
  return app
}

/** Keeps a log-in at a server behind a gate, as `bellbuoy login` does. */
async function keepLogIn(
  app: TestApp,
  config: string,
  url: string,
): Promise<{ readonly file: string; readonly text: string }> {
  const { id, secret } = await makeAccessToken(app.api)
  const file = join(config, 'bellbuoy/contexts.json')
  const contexts = { here: { url, user: 'admin', token: secret, tokenId: id } }
  const text = JSON.stringify({ current: 'here', contexts })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode: 0o600 })
  return { file, text }
}

/** So many changes the audit log has. */
function changesOf(app: TestApp): number {
  return Number(app.rows('select count(*) as entries from audit')[0]!['entries'])
}

test('an export that Ctrl+C ends in the middle leaves no file', { timeout: 240_000 }, async () => {
  const { folder, commands } = parts()
  await using app = await startTestApp()
  for (const project_name of ['one', 'two']) await app.api.post('/api/v2.0/projects', { project_name })
  await using gate = await startGate(app.url, { closesAt: /\/projects\/two\/webhook\/policies/ })
  const running = commands.start(['export', '-o', `${folder}/half`], {
    BELLBUOY_SERVER: gate.url,
    BELLBUOY_USER: 'admin',
    BELLBUOY_PASSWORD: adminPassword,
  })
  await waitUntil(() => gate.waiting > 0, { what: 'one project is read', timeoutMs: PATIENCE_MS })
  await running.interrupt()
  expect((await running.ended).exitCode).toBe(130)
  expect(readdirSync(`${folder}/half`)).toEqual([])
})
