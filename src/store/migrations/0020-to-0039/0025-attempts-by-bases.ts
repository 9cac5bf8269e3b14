import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/**
 * Requests and answers of a target that are alike are stored once: attempts say what differs. Those that are there stay whole. Attempts are
 * kept in the order of their key.
 */
export function attemptsByBases({
  integer,
  id,
  numberedId,
  tableEnd,
  keyedTableEnd,
  setAside,
}: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('exchange_base')
        .addColumn('id', id, numberedId)
        .addColumn('target_id', integer, (column) => column.notNull())
        .addColumn('json', 'text', (column) => column.notNull())
        .modifyEnd(tableEnd)
        .execute()
      await db.schema
        .createIndex('exchange_base_target')
        .on('exchange_base')
        .columns(['target_id', 'id'])
        .execute()
      await setAside(db, 'attempt')
      await db.schema
        .createTable('attempt')
        .addColumn('delivery_id', integer, (column) => column.notNull())
        .addColumn('number', integer, (column) => column.notNull())
        .addColumn('started_at', integer, (column) => column.notNull())
        .addColumn('duration_ms', integer, (column) => column.notNull())
        .addColumn('request_base', integer)
        .addColumn('request_json', 'text')
        .addColumn('response_base', integer)
        .addColumn('response_json', 'text')
        .addColumn('failure_json', 'text')
        .addPrimaryKeyConstraint('attempt_key', ['delivery_id', 'number'])
        .modifyEnd(keyedTableEnd)
        .execute()
      await sql`insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
        select delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json
        from old_attempt order by delivery_id, number`.execute(db)
      await db.schema.dropTable('old_attempt').execute()
    },
  }
}
