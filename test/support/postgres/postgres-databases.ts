import { Client } from 'pg'
import { inject } from 'vitest'
import { systemClock } from '../../../src/domain/clock.ts'
import { openMigrated, openSharedPool } from '../../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../../src/store/postgres/server-address.ts'
import { EMPTY, type Migrated } from '../migrated.ts'
import { onceForAll } from '../once-for-all.ts'
import { endPostgresServer, postgresServer } from './postgres-server.ts'

/** A database of its own on the server of the test run. */
export interface PostgresDatabase extends AsyncDisposable {
  readonly url: string
  /** Runs one statement beside the program. */
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>
}

let created = 0

const WITHOUT_TABLES = 'template1'

/** Creates an empty database; disposing drops it, and cuts those who are still connected. */
export async function emptyPostgresDatabase(): Promise<PostgresDatabase> {
  return createFrom(WITHOUT_TABLES, await postgresServer(inject('runFolder')))
}

/** Creates a copy. */
export async function postgresDatabase({ name, fill }: Migrated = EMPTY): Promise<PostgresDatabase> {
  const folder = inject('runFolder')
  const urlOf = await postgresServer(folder)
  await onceForAll(folder, `template ${name}`, async () => {
    await ask(urlOf('postgres'), `create database ${name}`)
    await using pool = openSharedPool(serverAddress(urlOf(name)), systemClock)
    await fill(await openMigrated(pool))
  })
  return createFrom(name, urlOf)
}

/** An empty database on a server of its own, which starts in an empty folder and ends with it. */
export async function databaseOnServer(folder: string): Promise<PostgresDatabase> {
  const database = await createFrom(WITHOUT_TABLES, await postgresServer(folder))
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await endPostgresServer(folder)
    },
  }
}

async function createFrom(template: string, urlOf: (name: string) => string): Promise<PostgresDatabase> {
  const name = `test_${process.pid}_${++created}`
  await ask(urlOf('postgres'), `create database ${name} template ${template}`)
  return {
    url: urlOf(name),
    query: (sql) => ask(urlOf(name), sql),
    async [Symbol.asyncDispose]() {
      await ask(urlOf('postgres'), `drop database ${name} with (force)`)
    },
  }
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(serverAddress(url))
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
