import { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { connection, threadDialect } from './kysely-dialect.ts'
import type { SqliteThread } from './thread/sqlite-thread.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

/** Kysely on the writer: each query or transaction has it alone. */
export function kyselyOnWriter(writer: SqliteWriter): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: threadDialect(async () => {
      const { query, rollback, end } = await writer.exclusive()
      return connection({ query, rollback, release: end })
    }),
  })
}

/** Kysely on a reader, which all queries share. */
export function kyselyOnReader(reader: SqliteThread): Kysely<Schema> {
  const shared = connection({
    query: (sql, parameters) => reader.request({ kind: 'query', sql, parameters }),
    rollback: () => reader.request({ kind: 'rollback' }),
    release: () => undefined,
  })
  return new Kysely<Schema>({ dialect: threadDialect(() => Promise.resolve(shared)) })
}
