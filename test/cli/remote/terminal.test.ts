import { expect, test } from 'vitest'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { available } from '../../support/available.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'

const bellbuoy = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))
const app = shared(async (stack) => stack.use(await startTestApp()))

/** Runs a command in a terminal of its own, and types each answer once its question is there. */
async function inTerminal(
  args: readonly string[],
  answers: readonly (readonly [question: string, typed: string])[],
  env: NodeJS.ProcessEnv = {},
) {
  await using folder = await temporaryFolder('terminal')
  const { PATH, HOME } = process.env
  const words = [bellbuoy, ...args].map((word) => `'${word}'`).join(' ')
  const terminal = spawn('script', ['-qec', words, '/dev/null'], {
    cwd: folder.path,
    env: { PATH, HOME, SHELL: '/bin/sh', XDG_CONFIG_HOME: join(folder.path, 'config'), ...env },
  })
  let shown = ''
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text))
  const closed = once(terminal, 'close')
  for (const [question, typed] of answers) {
    await waitUntil(() => shown.includes(question), { what: question, timeoutMs: 30_000 })
    terminal.stdin.write(typed)
  }
  const [exitCode] = (await closed) as [number]
  return { exitCode, shown: shown.replaceAll('\r\n', '\n') }
}

const asAdmin = () => ({
  BELLBUOY_SERVER: app().url,
  BELLBUOY_USER: 'admin',
  BELLBUOY_PASSWORD: adminPassword,
})

test.skipIf(!available('script'))('a password is typed and not shown', async () => {
  const login = ['login', app().url, '--user', 'admin']
  const { exitCode, shown } = await inTerminal(login, [['Password of admin: ', `${adminPassword}\r`]])
  expect(exitCode).toBe(0)
  expect(shown).toContain(`Logged in to ${app().url} as admin`)
  expect(shown).not.toContain(adminPassword)
})

test.skipIf(!available('script')).for([
  ['y\r', 0, 'is deleted.'],
  ['n\r', 65, 'bellbuoy: nothing was changed'],
  ['\r', 65, 'bellbuoy: nothing was changed'],
  ['\x03', 130, 'bellbuoy: nothing was changed'],
  ['\x04', 130, 'bellbuoy: nothing was changed'],
] as const)('after the answer %j a deletion ends with %i', async ([typed, exitCode, says]) => {
  await app().api.post('/api/v2.0/projects', { project_name: 'doomed' })
  const ended = await inTerminal(['project', 'delete', 'doomed'], [['Go on? [y/N] ', typed]], asAdmin())
  expect(ended).toEqual({ exitCode, shown: expect.stringContaining(says) })
  expect(ended.shown).not.toContain('fault')
  const { status } = await app().api.get('/api/v2.0/projects/doomed')
  expect(status).toBe(exitCode === 0 ? 404 : 200)
})
