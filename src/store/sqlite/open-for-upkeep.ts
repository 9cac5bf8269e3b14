import { existsSync } from 'node:fs'
import type { Kysely } from 'kysely'
import { assertMigrated } from '../migrate.ts'
import { sqliteColumnTypes } from '../migrations/column-types.ts'
import type { Schema } from '../schema.ts'
import { kyselyOnWriter } from './kysely-connections.ts'
import { SqliteThread } from './thread/sqlite-thread.ts'
import { SqliteWriter } from './thread/sqlite-writer.ts'

/**
 * Opens a file for a small change, also while a server has it open: each waits for the other's transactions, up to five seconds.
 *
 * @throws Error when there is no such file, when it cannot be opened, or when it is no database of this version
 */
export async function openSqliteForUpkeep(
  path: string,
): Promise<{ readonly db: Kysely<Schema> } & AsyncDisposable> {
  if (!existsSync(path)) throw new Error(`there is no database ${path}`)
  await using opening = new AsyncDisposableStack()
  const thread = await SqliteThread.open({ path, role: 'writer' })
  const db = kyselyOnWriter(opening.use(new SqliteWriter(thread)))
  await assertMigrated(db, sqliteColumnTypes)
  const opened = opening.move()
  return { db, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
