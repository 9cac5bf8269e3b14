import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { adminPassword } from './bellbuoy-process.ts'

const bellbuoy = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))

/** Runs a command in a terminal of its own, and types each answer once its question is there. */
export async function inTerminal(
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

/** The environment of a command that calls a server as admin. */
export function asAdmin(url: string): NodeJS.ProcessEnv {
  return { BELLBUOY_SERVER: url, BELLBUOY_USER: 'admin', BELLBUOY_PASSWORD: adminPassword }
}
