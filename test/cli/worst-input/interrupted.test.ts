import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { type Running, startOneProcess } from '../../support/app/commands-in-one-process.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { startGate } from '../../support/services/gate.ts'
import { startStrangeServer } from '../../support/services/strange-server.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { INVOCATIONS, invocation } from './invocations.ts'

/** On a machine that has other things to do. */
const PATIENCE_MS = 60_000
const UNKNOWN = /^bellbuoy: ended by Ctrl\+C; whether the server did what was asked is not known\n$/
/** These end the call under way first, and say how far they came; where it was the last, all is done. */
const SAY_HOW_FAR: Readonly<Record<string, readonly [exitCode: number, says: RegExp]>> = {
  'delivery redeliver': [0, /^Delivery 1 is sent again as delivery 1\.\n$/],
  'delivery stop': [0, /^Delivery 1 is stopped\.\n$/],
  recover: [
    130,
    /^bellbuoy: 0 of 1 failed delivery is sent again; the same command goes on with the rest\n$/,
  ],
  replay: [
    130,
    /^bellbuoy: 0 of 1 event is sent to the policy team; the same command goes on with the rest\n$/,
  ],
}

/** These go on by themselves, and change nothing that Ctrl+C could catch. */
const GO_ON = ['tail', 'login']
/** Their answers are not such as a strange server gives: they have tests of their own. */
const ELSEWHERE = ['apply', 'export']

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
    for (const path of Object.keys(INVOCATIONS).filter((one) => ![...GO_ON, ...ELSEWHERE].includes(one))) {
      await using server = await startStrangeServer('team', { holdsChanges: true })
      const { url } = server
      const env = { XDG_CONFIG_HOME: folder, BELLBUOY_SERVER: url, BELLBUOY_TOKEN: 'a token' }
      const running = commands.start(invocation(path, { name: 'team', folder, url }), env)
      const end = endOf(running)
      await waitUntil(() => server.held > 0 || end.isOver, {
        what: `${path} changes something, or is over`,
        timeoutMs: PATIENCE_MS,
      })
      if (end.isOver) continue
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
    const changing = ends.map(({ path }) => path)
    expect(changing.length).toBeGreaterThan(20)
  },
)

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
