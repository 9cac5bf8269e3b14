import { sql } from 'kysely'
import type { AccountReader } from '../../domain/delivery/account-reader.ts'
import { createAccountReader } from '../account/account-reader.ts'
import { assertWorkable } from '../migrate.ts'
import { sqliteColumnTypes } from '../migrations/column-types.ts'
import { migrations } from '../migrations/migrations.ts'
import { kyselyOnReader } from './kysely-connections.ts'
import { SqliteThread } from './thread/sqlite-thread.ts'

/**
 * Opens a database for the audit, also while a server has it open. All reads see the moment of the first one; meanwhile
 * the server's log of changes (the file `-wal`) grows, since SQLite keeps that moment.
 *
 * @throws Error when the file cannot be opened, is no database of Bellbuoy, or one that this version does not work on
 */
export async function openAccountReader(path: string): Promise<AccountReader & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const read = kyselyOnReader(opening.use(await SqliteThread.open({ path, role: 'reader' })))
  await sql`begin`.execute(read)
  await assertWorkable(read, migrations(sqliteColumnTypes))
  const opened = opening.move()
  return { ...createAccountReader(read), [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
