import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand } from '../../support/app/command.ts'
import { inTerminal } from '../../support/app/terminal.ts'
import { available } from '../../support/available.ts'
import { startStrangeServer } from '../../support/services/strange-server.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const bellbuoy = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))
const ESCAPE = '\u001b'

const parts = shared(async (stack) => ({
  folder: stack.use(await temporaryFolder('pipes')).path,
  server: stack.use(await startStrangeServer('team')),
}))

function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { PATH, HOME, BELLBUOY_SERVER: parts().server.url, BELLBUOY_TOKEN: 'a token' }
}

test.for([
  ['project', 'list'],
  ['project', 'list', '--json'],
  ['project', 'show', 'team'],
])('%j ends quietly when nobody reads what it prints', async (args) => {
  const program = spawn(bellbuoy, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  program.stdout.destroy()
  let stderr = ''
  program.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [exitCode] = (await once(program, 'close')) as [number]
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('a command works while standard input is closed, and has no colours where there is no terminal', async () => {
  const { folder } = parts()
  const closed = spawn('sh', ['-c', 'exec "$0" project list <&-', bellbuoy], {
    env: environment(),
    cwd: folder,
  })
  const [exitCode] = (await once(closed, 'close')) as [number]
  expect(exitCode).toBe(0)
  const { stdout } = await runCommand(['project', 'list'], { folder, env: environment() })
  expect(stdout).toMatch(/^PROJECT +ACCESS +CREATED\n/)
  expect(stdout).not.toContain(ESCAPE)
})

test.skipIf(!available('script'))('a terminal has colours, unless NO_COLOR forbids them', async () => {
  const TERM = 'xterm-256color'
  const shown = async (env: NodeJS.ProcessEnv) =>
    (await inTerminal(['project', 'list'], [], { ...environment(), TERM, ...env })).shown
  expect(await shown({})).toContain(`${ESCAPE}[2mPROJECT`)
  const plain = await shown({ NO_COLOR: '1' })
  expect(plain).toMatch(/^PROJECT /)
  expect(plain).not.toContain(ESCAPE)
})
