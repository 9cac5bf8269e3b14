import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** What needs a person, from when it opened until it closed. One index finds what is open, one what is still to be announced. */
export function problems({ integer, generatedId, id, tableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      let table = db.schema.createTable('problem').addColumn('id', id, generatedId)
      for (const name of ['kind', 'cause', 'reason'])
        table = table.addColumn(name, 'text', (column) => column.notNull())
      for (const name of ['subject_id', 'project_id', 'since', 'opened_at', 'times_opened', 'quiet'])
        table = table.addColumn(name, integer, (column) => column.notNull())
      for (const name of ['opening_announced', 'closing_announced'])
        table = table.addColumn(name, integer, (column) => column.notNull())
      for (const name of ['policy_id', 'target_id', 'source_id', 'closed_at'])
        table = table.addColumn(name, integer)
      for (const name of ['acknowledged_at', 'recovered_at']) table = table.addColumn(name, integer)
      for (const name of ['closed_because', 'acknowledged_by', 'acknowledged_note', 'recovered_by'])
        table = table.addColumn(name, 'text')
      await table.modifyEnd(tableEnd).execute()
      const open = db.schema
        .createIndex('problem_open')
        .unique()
        .on('problem')
        .columns(['kind', 'subject_id'])
      await open.where(sql.ref('closed_at'), 'is', null).execute()
      const ofSubject = db.schema.createIndex('problem_subject').on('problem')
      await ofSubject.columns(['kind', 'subject_id', 'id']).execute()
      const unannounced = db.schema.createIndex('problem_unannounced').on('problem').column('id')
      await unannounced.where(sql.ref('closing_announced'), '=', sql.lit(0)).execute()
    },
  }
}
