import { chmod, chown, cp, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { serverAddress } from '../../../src/store/postgres/server-address.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { endPostgresServer, initialize, launch } from './postgres-server.ts'

/** A primary and a standby that has each commit before it is answered. */
export interface PostgresPair extends AsyncDisposable {
  /** Of a database `bellbuoy`; names both servers, the standby first. */
  readonly url: string
  /** Ends the primary at once, and makes the standby the primary. */
  readonly failOver: () => Promise<void>
  /** Has the standby receive nothing any more: the commits that follow wait for it. */
  readonly cutStandbyOff: () => Promise<void>
  readonly onPrimary: (statement: string) => Promise<readonly object[]>
  readonly onStandby: (statement: string) => Promise<readonly object[]>
}

/** The standby names itself so. */
const STANDBY = 'second'
const SYNCHRONOUS = { synchronous_standby_names: STANDBY }
const WAIT = { timeoutMs: 30_000 }

/** Starts both in folders of their own. */
export async function postgresPair(): Promise<PostgresPair> {
  await using stack = new AsyncDisposableStack()
  const folders: string[] = []
  for (const name of ['primary', 'standby']) {
    const folder = stack.use(await temporaryFolder(name))
    stack.defer(() => endPostgresServer(folder.path))
    folders.push(folder.path)
  }
  const [primary = '', standby = ''] = folders
  await initialize(primary)
  await launch(primary)
  await ask(primary, 'postgres', 'create database bellbuoy')
  await endPostgresServer(primary)
  await copyAsStandby(primary, standby)
  await launch(primary, SYNCHRONOUS)
  await launch(standby)
  await waitUntil(async () => (await ask(primary, 'postgres', IN_STEP)).length, {
    ...WAIT,
    what: 'the standby is in step',
  })
  const owned = stack.move()
  return {
    url: `postgres://postgres@localhost/bellbuoy?host=${standby},${primary}&target_session_attrs=read-write`,
    onPrimary: (statement) => ask(primary, 'bellbuoy', statement),
    onStandby: (statement) => ask(standby, 'bellbuoy', statement),
    async cutStandbyOff() {
      await ask(standby, 'postgres', `alter system set primary_conninfo = ''`)
      await ask(standby, 'postgres', 'select pg_reload_conf()')
      const isOff = async (): Promise<boolean> => (await ask(primary, 'postgres', IN_STEP)).length === 0
      await waitUntil(isOff, { ...WAIT, what: 'the standby is cut off' })
    },
    async failOver() {
      await endAtOnce(primary)
      await ask(standby, 'postgres', 'select pg_promote()')
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const IN_STEP = `select 1 from pg_stat_replication where sync_state = 'sync'`

async function copyAsStandby(primary: string, standby: string): Promise<void> {
  const data = join(standby, 'data')
  await cp(join(primary, 'data'), data, { recursive: true, preserveTimestamps: true })
  await writeFile(join(data, 'standby.signal'), '')
  await writeFile(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${primary} user=postgres application_name=${STANDBY}'\n`,
  )
  await chmod(standby, 0o755)
  const { uid, gid } = await stat(join(primary, 'data'))
  for (const path of ['', ...(await readdir(standby, { recursive: true }))])
    await chown(join(standby, path), uid, gid)
}

/** Without a word to anyone, as when a machine is lost: clients see their connections break. */
async function endAtOnce(folder: string): Promise<void> {
  const record = join(folder, 'data', 'postmaster.pid')
  process.kill(Number.parseInt(await readFile(record, 'utf8')), 'SIGQUIT')
  await waitUntil(
    () =>
      readFile(record).then(
        () => false,
        () => true,
      ),
    { ...WAIT, what: 'the primary is gone' },
  )
}

/** Asks until the server answers. */
async function ask(folder: string, database: string, statement: string): Promise<readonly object[]> {
  const address = serverAddress(`postgres://postgres@localhost/${database}?host=${folder}`)
  const answer = async (): Promise<{ readonly rows: readonly object[] }> => {
    const client = new Client(address)
    await client.connect()
    try {
      return await client.query<object>(statement)
    } finally {
      await client.end()
    }
  }
  return (await waitUntil(answer, { ...WAIT, what: `the server answers ${statement}` })).rows
}
