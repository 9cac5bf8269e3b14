import { Client } from 'pg'
import { inject } from 'vitest'
import { systemClock } from '../../../src/domain/clock.ts'
import { openMigrated, openSharedPool } from '../../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../../src/store/postgres/server-address.ts'
import { onceForAll } from './once-for-all.ts'
import { endPostgresServer, postgresServer } from './postgres-server.ts'

/** A database of its own on the server of the test run. */
export interface PostgresDatabase extends AsyncDisposable {
  readonly url: string
  /** Runs one statement beside the program. */
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>
}

let created = 0

const EMPTY = 'template1'
const MIGRATED = 'migrated'

/** Creates an empty database; disposing drops it, and cuts whoever is still connected. */
export async function emptyPostgresDatabase(): Promise<PostgresDatabase> {
  return createFrom(EMPTY, await postgresServer(inject('postgresFolder')))
}

/** The same with the tables of this version: a copy, since migrations take longer. */
export async function postgresDatabase(): Promise<PostgresDatabase> {
  const folder = inject('postgresFolder')
  const urlOf = await postgresServer(folder)
  await onceForAll(folder, 'template', async () => {
    await ask(urlOf('postgres'), `create database ${MIGRATED}`)
    await using pool = openSharedPool(serverAddress(urlOf(MIGRATED)), systemClock)
    await openMigrated(pool)
  })
  return createFrom(MIGRATED, urlOf)
}

/** An empty database on a server of its own, which starts in an empty folder and ends with it. */
export async function databaseOnServer(folder: string): Promise<PostgresDatabase> {
  const database = await createFrom(EMPTY, await postgresServer(folder))
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
