import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/** Log-ins of programs that wait for a person to approve them, for some minutes. */
export function deviceLogins({ integer, id, generatedId, tableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('device_login')
        .addColumn('id', id, generatedId)
        .addColumn('user_code', 'text', (column) => column.notNull())
        .addColumn('device_code_hash', 'text', (column) => column.notNull())
        .addColumn('client', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('expires_at', integer, (column) => column.notNull())
        .addColumn('decision', 'text')
        .addColumn('user_id', integer)
        .addColumn('duration_days', integer)
        .addColumn('limits_json', 'text')
        .addColumn('asked_at', integer)
        .addColumn('interval_s', integer, (column) => column.notNull())
        .modifyEnd(tableEnd)
        .execute()
      const index = (name: string) =>
        db.schema.createIndex(`device_login_${name}`).unique().on('device_login')
      await index('user_code').column('user_code').execute()
      await index('device_code').column('device_code_hash').execute()
    },
  }
}
