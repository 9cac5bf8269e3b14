import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'
import { copyEvents } from '../copies/copy-events.ts'

type Table = CreateTableBuilder<string, string>

const REPLACED = ['event', 'payload', 'delivery'] as const
const INDEXES = [
  'event_report',
  'event_project',
  'event_held',
  'event_held_digest',
  'delivery_due',
  'delivery_waiting',
  'delivery_begun',
  'delivery_leased',
  'delivery_policy',
  'delivery_project',
  'delivery_event',
]

/** Events have numbers, to which payloads and deliveries point. The UUID that the world sees stands in the event alone, as bytes. */
export function eventKeys(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const index of INDEXES) await db.schema.dropIndex(index).execute()
      for (const table of REPLACED) await types.setAside(db, table)
      await createTables(db, types)
      await copyEvents(db)
      for (const table of REPLACED) await db.schema.dropTable(`old_${table}`).execute()
      await createIndexes(db)
    },
  }
}

async function createTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const { integer, bytes, id, numberedId, tableEnd } = types
  type ColumnType = RawBuilder<unknown> | 'text'
  const required = (table: Table, type: ColumnType, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, type, (column) => column.notNull()), table)
  const optional = (table: Table, type: ColumnType, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, type), table)
  const create = (name: string, columns: (table: Table) => Table): Promise<void> =>
    columns(db.schema.createTable(name).addColumn('id', id, numberedId))
      .modifyEnd(tableEnd)
      .execute()

  await create('event', (table) => {
    const keys = required(required(table, bytes, 'uuid'), integer, 'source_id', 'project_id', 'reported_at')
    const times = required(keys, integer, 'occurred_at', 'accepted_at', 'sequence')
    const texts = ['source_event_id', 'type', 'repository', 'operator', 'verdicts_json', 'detail_json']
    const always = required(times, 'text', ...texts)
    const rest = optional(optional(always, 'text', 'tag', 'withheld', 'held_client'), bytes, 'digest')
    return optional(rest, integer, 'held_until', 'merged_into', 'late')
  })
  await db.schema.createIndex('event_uuid').unique().on('event').column('uuid').execute()
  await create('payload', (table) => {
    const always = required(
      required(table, integer, 'event_id', 'unrendered'),
      'text',
      'format',
      'content_type',
      'body',
    )
    return optional(always, 'text', 'headers_json')
  })
  await create('delivery', (table) => {
    const keys = required(table, integer, 'event_id', 'project_id', 'policy_id', 'target_id', 'payload_id')
    const always = required(keys, integer, 'attempts', 'failures', 'created_at', 'updated_at')
    const texts = optional(required(always, 'text', 'state', 'reason'), 'text', 'lease_owner', 'reported_as')
    return optional(texts, integer, 'due_at', 'lease_until', 'ended_at', 'redelivery_of', 'aged_from')
  })
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  const all = (name: string, table: string, ...columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns)
  await all('event_report', 'event', 'source_id', 'reported_at', 'source_event_id').unique().execute()
  for (const index of [
    all('event_project', 'event', 'project_id', 'uuid'),
    all('event_held', 'event', 'held_until').where(sql.ref('held_until'), 'is not', null),
    all('event_held_digest', 'event', 'repository', 'digest').where(sql.ref('held_until'), 'is not', null),
    all('delivery_leased', 'delivery', 'lease_until').where(sql.ref('lease_owner'), 'is not', null),
    all('delivery_policy', 'delivery', 'policy_id', 'id'),
    all('delivery_project', 'delivery', 'project_id', 'id'),
    all('delivery_event', 'delivery', 'event_id'),
  ])
    await index.execute()
  const pending = (name: string, ...columns: string[]) =>
    all(name, 'delivery', ...columns).where(sql.ref('state'), '=', sql.lit('pending'))
  await pending('delivery_due', 'target_id', 'due_at').execute()
  await pending('delivery_waiting', 'target_id', 'aged_from').execute()
  await pending('delivery_begun', 'target_id', 'due_at').where(sql.ref('attempts'), '>', sql.lit(0)).execute()
}
