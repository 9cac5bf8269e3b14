import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { ColumnTypes } from './migrations/column-types.ts'
import { migrations } from './migrations/migrations.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the tables up to what this version of the program needs. Each migration is one transaction: a process that is killed loses
 * the one under way, and the next goes on from there.
 *
 * @throws Error when a migration fails, or when a newer version of the program has been here already
 */
export async function migrate(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations(types)) } })
  for (;;) {
    const { results, error } = await migrator.migrateUp()
    if (error instanceof Error) throw error
    if (error !== undefined) throw new Error('a migration failed', { cause: error })
    if (results === undefined || results.length === 0) return
  }
}

/**
 * Checks that the tables are those of this version of the program.
 *
 * @throws Error when they are not, or when it is no database of Bellbuoy
 */
export async function assertMigrated(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db).catch(() => null)
  if (done === null) throw new Error('it is no database of Bellbuoy')
  const needed = Object.keys(migrations(types))
  const found = new Set(done.rows.map(({ name }) => name))
  if (found.size > needed.length) throw new Error('a newer version of Bellbuoy wrote the database')
  if (needed.some((name) => !found.has(name)))
    throw new Error(
      'an older version of Bellbuoy wrote the database: start this version once, which migrates it',
    )
}
