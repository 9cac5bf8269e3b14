import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { prepareFolder } from '../../sqlite/folder.ts'
import { lockDatabase } from '../../sqlite/lock.ts'
import { makePrivate } from '../../sqlite/private-file.ts'
import { assertMigrated, migrate } from '../migrate.ts'
import { sqliteColumnTypes } from '../migrations/column-types.ts'
import type { MoveSource, MoveTarget } from '../move/move-end.ts'
import { Checkpoints } from './checkpoints.ts'
import { kyselyOnReader, kyselyOnWriter } from './kysely-connections.ts'
import { sqliteCatalog } from './sqlite-catalog.ts'
import { SqliteThread } from './thread/sqlite-thread.ts'
import { SqliteWriter } from './thread/sqlite-writer.ts'

/**
 * Opens a file to copy it; it is only read.
 *
 * @throws Error when there is none, when a server uses it, or when it is no database of this version
 */
export async function openSqliteSource(path: string): Promise<MoveSource> {
  if (!existsSync(path)) throw new Error(`there is no database ${path}`)
  await using opening = new AsyncDisposableStack()
  opening.use(lockDatabase(path))
  const read = kyselyOnReader(opening.use(await SqliteThread.open({ path, role: 'reader' })))
  await sql`begin`.execute(read)
  await assertMigrated(read, sqliteColumnTypes)
  const opened = opening.move()
  return { read, catalog: sqliteCatalog, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/**
 * Opens a file to fill it, and creates it if need be.
 *
 * @throws Error when a server uses it, or it cannot be written
 */
export async function openSqliteTarget(path: string): Promise<MoveTarget> {
  prepareFolder(dirname(path))
  await using opening = new AsyncDisposableStack()
  opening.use(lockDatabase(path))
  makePrivate(path)
  const thread = await SqliteThread.open({ path, role: 'writer' })
  const checkpoints = new Checkpoints(() => SqliteThread.open({ path, role: 'checkpointer' }))
  const write = kyselyOnWriter(opening.use(new SqliteWriter(thread, { checkpoints })))
  opening.use(checkpoints)
  await migrate({ db: write, types: sqliteColumnTypes })
  const opened = opening.move()
  return {
    write,
    lock: () => Promise.resolve(),
    catalog: sqliteCatalog,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
