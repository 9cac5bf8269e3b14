import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { NOBODY, isRoot } from './server-user.ts'

/** PgBouncer in front of the server of the test run. */
export interface Pooler extends AsyncDisposable {
  /** The URL of the same database through the pooler. */
  readonly through: (url: string) => string
}

const PORT = 6432

/** @param connections of the pooler to the server, for each database: fewer than Bellbuoy opens to the pooler */
export async function startPooler(connections: number): Promise<Pooler> {
  await using starting = new AsyncDisposableStack()
  const { path: folder } = starting.use(await temporaryFolder('pooler'))
  await writeFile(join(folder, 'users'), '"postgres" ""\n')
  await writeFile(join(folder, 'pgbouncer.ini'), configuration(folder, connections))
  await chmod(folder, 0o755)
  if (isRoot) await chown(folder, NOBODY.uid, NOBODY.gid)
  const log = await open(join(folder, 'log'), 'a')
  const child = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], {
    ...(isRoot && NOBODY),
    stdio: ['ignore', log.fd, log.fd],
  })
  const ended = once(child, 'exit')
  await log.close()
  starting.defer(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const said = (): Promise<boolean> =>
    readFile(join(folder, 'log'), 'utf8').then((text) => text.includes('process up'))
  await waitUntil(said, { what: 'PgBouncer has started', timeoutMs: 20_000 })
  const started = starting.move()
  return {
    through: (url) => {
      const { pathname } = new URL(url)
      return `postgres://postgres@localhost:${PORT}${pathname}?host=${encodeURIComponent(folder)}`
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

function configuration(folder: string, connections: number): string {
  return `[databases]
* = host=${inject('runFolder')}
[pgbouncer]
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
listen_port = ${PORT}
unix_socket_dir = ${folder}
auth_type = trust
auth_file = ${join(folder, 'users')}
`
}
