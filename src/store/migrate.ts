import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { ColumnTypes } from './migrations/column-types.ts'
import { migrations } from './migrations/migrations.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the tables up to what this version of the program needs.
 *
 * @throws Error when a migration fails, or when a newer version of the program has been here already
 */
export async function migrate(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations(types)) } })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('a migration failed', { cause: error })
}
