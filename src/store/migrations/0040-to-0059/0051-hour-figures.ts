import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

const FIGURES = ['accepted', 'delivered', 'failed', 'stopped', 'expired', 'redelivered', 'pending']

/** Figures of every hour, so that those of a year are cheap and outlive what they are of. Hours from before are counted later. */
export function hourFigures({ integer, keyedTableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0050-audited-changes',
    async up(db: Kysely<unknown>) {
      let table = db.schema.createTable('hour_figures').modifyEnd(keyedTableEnd)
      for (const name of ['project_id', 'hour_at', 'removed', ...FIGURES, 'counted_at'])
        table = table.addColumn(name, integer, (column) => column.notNull())
      await table
        .addColumn('waits_json', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('hour_figures_key', ['project_id', 'hour_at', 'removed'] as never[])
        .execute()
      await db.schema.createIndex('hour_figures_hour').on('hour_figures').column('hour_at').execute()
      await sql`create index hour_figures_open on hour_figures (counted_at)
        where project_id = 0 and removed = 0 and pending > 0`.execute(db)
      await db.schema
        .createTable('hour_to_count')
        .addColumn('hour_at', integer, (column) => column.primaryKey())
        .addColumn('times', integer, (column) => column.notNull())
        .modifyEnd(keyedTableEnd)
        .execute()
    },
  }
}
