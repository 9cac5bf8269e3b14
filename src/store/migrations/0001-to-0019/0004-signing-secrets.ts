import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** The signing secret that a target had before the present one, which signs beside it for a while. */
export function signingSecrets({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('target').addColumn('former_signing_secret', 'text').execute()
      await db.schema.alterTable('target').addColumn('former_signing_until', integer).execute()
    },
  }
}
