import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Writing } from './connections.ts'
import type { ColumnTypes } from './migrations/column-types.ts'
import { migrations } from './migrations/migrations.ts'
import { assertWhole } from './move/move-progress.ts'
import type { Schema } from './schema.ts'

export interface Migrating {
  readonly db: Kysely<Schema>
  readonly types: ColumnTypes
  /** Keeps other processes from migrating until the transaction has ended, where there can be any. */
  readonly lock?: (transaction: Writing) => Promise<void>
}

/**
 * Brings the tables up to what this version of the program needs. Each migration is one transaction: a process that is killed loses
 * the one under way, and the next goes on from there.
 *
 * @throws Error when a migration fails, or when a newer version of the program has been here already
 */
export async function migrate({ db, types, lock }: Migrating): Promise<void> {
  while (await db.transaction().execute((transaction) => migrateOnce(transaction, types, lock)));
}

/** False when there was nothing to do. */
async function migrateOnce(
  transaction: Writing,
  types: ColumnTypes,
  lock: Migrating['lock'],
): Promise<boolean> {
  await lock?.(transaction)
  const provider = { getMigrations: () => Promise.resolve(migrations(types)) }
  const { results = [], error } = await new Migrator({ db: transaction, provider }).migrateUp()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('a migration failed', { cause: error })
  return results.length > 0
}

/** The tables are those of an earlier version of the program. */
export class OlderDatabaseError extends Error {
  constructor() {
    super('an older version of Bellbuoy wrote the database: start this version once, which migrates it')
    this.name = 'OlderDatabaseError'
  }
}

/**
 * Checks that the tables are those of this version of the program.
 *
 * @throws Error when they are not, when it is no database of Bellbuoy, or one that is only partly filled
 */
export async function assertMigrated(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db).catch(() => null)
  if (done === null) throw new Error('it is no database of Bellbuoy')
  const needed = Object.keys(migrations(types))
  const found = new Set(done.rows.map(({ name }) => name))
  if (found.size > needed.length) throw new Error('a newer version of Bellbuoy wrote the database')
  if (needed.some((name) => !found.has(name))) throw new OlderDatabaseError()
  await assertWhole(db)
}
