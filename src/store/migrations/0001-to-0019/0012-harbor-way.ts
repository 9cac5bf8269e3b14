import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Policies may ask for Harbor's way, and their deliveries then name the type of the event as Harbor does. */
export function harborWay({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('policy').addColumn('harbor_way', integer).execute()
      await db.schema.alterTable('delivery').addColumn('reported_as', 'text').execute()
    },
  }
}
