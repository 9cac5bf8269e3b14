import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { freePort } from '../../test/support/free-port.ts'
import { type Listener, accepting } from './listener.ts'

const COMMAND = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const SUCCEEDED = /^bellbuoy_listen_attempts_total\{[^}]*result="success"\} (\d+)$/m

/** Starts `bellbuoy listen` as it comes, with /bin/true for every webhook that has this header `Authorization`. */
export async function startBellbuoyListen(folder: string, authorization: string): Promise<Listener> {
  const port = await freePort()
  const logFile = join(folder, 'listen.log')
  // Straight into a file: passing the log through a pipe would cost the benchmark time that the listener needs.
  const log = openSync(logFile, 'w')
  const child = spawn(COMMAND, ['listen', '--port', String(port), '--data', folder, '--exec', '/bin/true'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', BELLBUOY_LISTEN_AUTHORIZATION: authorization },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const kill = (): void => void child.kill('SIGKILL')
  process.on('exit', kill)
  await once(child, 'spawn')
  await accepting(port)
  const url = `http://127.0.0.1:${String(port)}/`
  return {
    name: 'bellbuoy listen',
    url,
    pid: child.pid ?? 0,
    ended: async () => Number(SUCCEEDED.exec(await textOf(`${url}metrics`))?.[1] ?? 0),
    logTail: () => readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n'),
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
      process.off('exit', kill)
    },
  }
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url)
  return await answer.text()
}
