import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Scanner adapters, and scans: those that wait, those under way, and what became of them. */
export function scanners({ integer, id, generatedId, tableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('scanner')
        .addColumn('id', id, generatedId)
        .addColumn('uuid', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .addColumn('description', 'text', (column) => column.notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('auth', 'text', (column) => column.notNull())
        .addColumn('credential', 'text')
        .addColumn('registry_url', 'text', (column) => column.notNull())
        .addColumn('registry_authorization', 'text')
        .addColumn('skip_cert_verify', integer, (column) => column.notNull())
        .addColumn('disabled', integer, (column) => column.notNull())
        .addColumn('is_default', integer, (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('updated_at', integer, (column) => column.notNull())
        .modifyEnd(tableEnd)
        .execute()
      await db.schema
        .createTable('scan')
        .addColumn('id', id, generatedId)
        .addColumn('cause', 'text', (column) => column.notNull().unique())
        .addColumn('image_json', 'text', (column) => column.notNull())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('progress_json', 'text', (column) => column.notNull())
        .addColumn('due_at', integer)
        .addColumn('created_at', integer, (column) => column.notNull())
        .modifyEnd(tableEnd)
        .execute()
      await db.schema.createIndex('scan_due').on('scan').column('due_at').execute()
      await db.schema.createIndex('scan_project').on('scan').columns(['project', 'id']).execute()
    },
  }
}
