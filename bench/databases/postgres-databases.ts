import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { endPostgresServer, postgresServer } from '../../test/support/postgres/postgres-server.ts'
import { treeSeconds } from '../measure/process-tree.ts'
import type { Databases } from './database.ts'

/** What decides the cost of a commit is as on a server that someone relies on. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  shared_preload_libraries: 'pg_stat_statements',
}

/** Databases on a PostgreSQL server: one of its own, which is gone with the benchmark, or one that runs already. */
export async function postgresDatabases(database: string, folder: string): Promise<Databases> {
  return database === 'postgres'
    ? await ownServer(join(folder, 'postgres'))
    : databasesOn((name) => withName(database, name), Number.NaN)
}

async function ownServer(folder: string): Promise<Databases> {
  mkdirSync(folder)
  // Run by root, the server belongs to another user, who has to get there.
  chmodSync(dirname(folder), 0o711)
  const urlOf = await postgresServer(folder, SETTINGS)
  const pid = Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'))
  const kill = (): void => void process.kill(pid, 'SIGQUIT')
  process.on('exit', kill)
  return {
    ...databasesOn(urlOf, pid),
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill)
      await endPostgresServer(folder)
    },
  }
}

function databasesOn(urlOf: (name: string) => string, pid: number): Databases {
  const created: string[] = []
  return {
    create: async () => {
      const name = `bench_${String(process.pid)}_${String(created.length)}`
      await valueOf(urlOf('postgres'), `create database ${name}`)
      created.push(name)
      const url = urlOf(name)
      return {
        url,
        bytes: () => valueOf(url, `select pg_database_size(current_database())`),
        logBytes: () => valueOf(url, `select pg_current_wal_insert_lsn() - '0/0'`),
        cpuSeconds: () => (Number.isNaN(pid) ? pid : treeSeconds(pid)),
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const name of created) await valueOf(urlOf('postgres'), `drop database ${name} with (force)`)
    },
  }
}

/** The first value of the first row; NaN where there is none. */
async function valueOf(url: string, sql: string): Promise<number> {
  const client = new Client(serverAddress(url))
  await client.connect()
  try {
    const { rows } = await client.query<[unknown]>({ text: sql, rowMode: 'array' })
    return Number(rows[0]?.[0])
  } finally {
    await client.end()
  }
}

function withName(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
