import { aesSecretBox } from '../../src/accounts/aes-secret-box.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { openAccountReader } from '../../src/store/postgres/open-account-reader.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import {
  type PostgresDatabase,
  postgresDatabase as createDatabase,
} from '../support/postgres/postgres-databases.ts'
import type { Database } from './database.ts'

/** Ids of a range in a small database. */
const RANGE = 250_000

/** A database of its own on the PostgreSQL server of the test run. */
export async function postgresDatabase(): Promise<Database> {
  return postgresDatabaseOn(await createDatabase())
}

/** One that exists already; disposing drops it. */
export function postgresDatabaseOn(database: PostgresDatabase): Database {
  return {
    open: ({ clock = systemClock, notificationsInitiallyEnabled = true } = {}) =>
      openPostgresStore({
        databaseUrl: database.url,
        clock,
        keepsOwnTime: true,
        longestStopMs: 3_600_000,
        notificationsInitiallyEnabled,
        secrets: aesSecretBox('a key for tests'),
      }),
    openAccount: () => openAccountReader(database.url),
    async holds(text) {
      // Values that are long are compressed in the files: their text is looked for instead.
      const tables = await database.query(
        `select table_name from information_schema.tables where table_schema = 'public'`,
      )
      for (const { table_name: table } of tables)
        for (const { row } of await database.query(`select t::text as row from "${String(table)}" t`))
          if (String(row).includes(text)) return true
      return false
    },
    async write(...statements) {
      await database.query(statements.join(';'))
    },
    async beginRange() {
      for (const table of ['payload', 'delivery']) {
        const sequence = `pg_get_serial_sequence('${table}', 'id')`
        await database.query(`select setval(${sequence}, (nextval(${sequence}) / ${RANGE} + 1) * ${RANGE})`)
      }
    },
    async commits() {
      const [row] = await database.query(`select count(*)::int as transactions from (
        select xmin::text from event union select xmin::text from delivery union select xmin::text from attempt) t`)
      return Number(row?.['transactions'])
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
