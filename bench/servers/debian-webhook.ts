import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'

import { freePort } from '../../test/support/free-port.ts'
import { type Listener, accepting } from './listener.ts'

/** Whether adnanh/webhook is installed, as Debian's package `webhook` installs it. */
export function hasWebhook(): boolean {
  return spawnSync('webhook', ['-version']).status === 0
}

/** Starts `webhook` with one hook that checks the header `Authorization` and runs /bin/true with the tag. It stores nothing. */
export async function startWebhook(folder: string, authorization: string): Promise<Listener> {
  const hooks = join(folder, 'hooks.json')
  writeFileSync(hooks, JSON.stringify([hookOf(authorization)]))
  const port = await freePort()
  const child = spawn('webhook', ['-hooks', hooks, '-ip', '127.0.0.1', '-port', String(port)], {
    stdio: 'ignore',
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.on('exit', kill)
  await once(child, 'spawn')
  await accepting(port)
  return {
    name: 'webhook',
    url: `http://127.0.0.1:${String(port)}/hooks/bench`,
    pid: child.pid ?? 0,
    logTail: () => '',
    ended: () => Promise.resolve(null),
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      kill()
      await exit
      process.off('exit', kill)
    },
  }
}

function hookOf(authorization: string): object {
  const value = { source: 'header', name: 'Authorization' }
  return {
    id: 'bench',
    'execute-command': '/bin/true',
    'http-methods': ['POST'],
    'trigger-rule': { match: { type: 'value', value: authorization, parameter: value } },
    'trigger-rule-mismatch-http-response-code': 401,
    'pass-environment-to-command': [
      { source: 'payload', name: 'event_data.resources.0.tag', envname: 'TAG' },
      { source: 'payload', name: 'event_data.resources.0.digest', envname: 'DIGEST' },
      { source: 'payload', name: 'event_data.repository.repo_full_name', envname: 'REPOSITORY' },
      { source: 'payload', name: 'event_data.resources.0.resource_url', envname: 'RESOURCE_URL' },
    ],
  }
}
