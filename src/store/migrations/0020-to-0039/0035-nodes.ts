import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * What processes have to know of each other: which are there, with the newest step of the tables that each knows; the tries to log in that all of
 * them count; the wrong tokens that any of them was shown.
 */
export function nodes({ integer, keyedTableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0031-transaction-marks',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('node')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('knows', 'text', (column) => column.notNull())
        .addColumn('seen_at', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('node_key', ['name'])
        .modifyEnd(keyedTableEnd)
        .execute()
      await db.schema
        .createTable('login_try')
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('count', integer, (column) => column.notNull())
        .addColumn('last_at', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('login_try_key', ['key'])
        .modifyEnd(keyedTableEnd)
        .execute()
      for (const name of ['wrong_token_since', 'wrong_token_last'])
        await db.schema.alterTable('source').addColumn(name, integer).execute()
      await db.schema.alterTable('source').addColumn('wrong_token_from', 'text').execute()
      await db.schema.createIndex('login_try_last').on('login_try').column('last_at').execute()
    },
  }
}
