import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

type Table = CreateTableBuilder<string, string>

/** Settings, users, sources, projects, policies, and the queue: events, payloads, deliveries, attempts. */
export function firstTables(types: ColumnTypes): Migration {
  const { integer, id, generatedId, tableEnd } = types
  const withId = (table: Table): Table => table.addColumn('id', id, generatedId)
  const text = (table: Table, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, 'text', (column) => column.notNull()), table)
  const int = (table: Table, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, integer, (column) => column.notNull()), table)

  return {
    async up(db: Kysely<unknown>) {
      const create = (name: string, columns: (table: Table) => Table): Promise<void> =>
        columns(db.schema.createTable(name)).modifyEnd(tableEnd).execute()

      await create('setting', (table) =>
        table
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('value', 'text', (c) => c.notNull()),
      )
      await sql`insert into setting (name, value) values ('rules_revision', '1')`.execute(db)

      await create('user', (table) =>
        int(text(withId(table), 'name', 'password_hash'), 'is_system_admin', 'created_at'),
      )
      await db.schema.createIndex('user_name').unique().on('user').column('name').execute()
      await create('source', (table) => int(text(withId(table), 'name', 'kind', 'token'), 'created_at'))
      await db.schema.createIndex('source_name').unique().on('source').column('name').execute()
      await create('project', (table) =>
        int(text(withId(table), 'name'), 'is_public', 'created_at', 'updated_at'),
      )
      await db.schema.createIndex('project_name').unique().on('project').column('name').execute()
      await create('repository', (table) =>
        int(
          table.addColumn('path', 'text', (column) => column.primaryKey()),
          'project_id',
          'created_at',
        ),
      )
      await createPolicies(db, create)
      await createQueue(db, create)
    },
  }

  async function createPolicies(db: Kysely<unknown>, create: Create): Promise<void> {
    await create('policy', (table) =>
      int(
        text(withId(table), 'name', 'description', 'creator', 'event_types_json'),
        'project_id',
        'enabled',
        'created_at',
        'updated_at',
      ).addColumn('deleted_at', integer),
    )
    const named = db.schema.createIndex('policy_name').unique().on('policy').columns(['project_id', 'name'])
    await named.where(sql.ref('deleted_at'), 'is', null).execute()
    await create('target', (table) =>
      int(
        text(withId(table), 'type', 'address', 'payload_format'),
        'policy_id',
        'position',
        'skip_cert_verify',
      )
        .addColumn('auth_header', 'text')
        .addColumn('secret', 'text')
        .addColumn('deleted_at', integer),
    )
    await db.schema.createIndex('target_policy').on('target').columns(['policy_id', 'position']).execute()
  }

  async function createQueue(db: Kysely<unknown>, create: Create): Promise<void> {
    await create('event', (table) =>
      int(
        text(
          table.addColumn('id', 'text', (column) => column.primaryKey()),
          'source_event_id',
          'type',
          'repository',
          'operator',
          'verdicts_json',
          'detail_json',
        ),
        'source_id',
        'project_id',
        'occurred_at',
        'accepted_at',
      )
        .addColumn('tag', 'text')
        .addColumn('digest', 'text')
        .addColumn('withheld', 'text'),
    )
    const told = db.schema.createIndex('event_told_once').unique().on('event')
    await told.columns(['source_id', 'source_event_id']).execute()
    await create('payload', (table) => text(withId(table), 'event_id', 'format', 'content_type', 'body'))
    await create('delivery', (table) =>
      int(
        text(withId(table), 'event_id', 'state', 'reason'),
        'policy_id',
        'target_id',
        'payload_id',
        'attempts',
        'failures',
        'created_at',
        'updated_at',
      )
        .addColumn('due_at', integer)
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', integer)
        .addColumn('ended_at', integer),
    )
    const partial = (name: string, columns: string[], state: string): Promise<void> =>
      db.schema
        .createIndex(name)
        .on('delivery')
        .columns(columns)
        .where(sql.ref('state'), '=', sql.lit(state))
        .execute()
    await partial('delivery_due', ['target_id', 'due_at'], 'pending')
    await partial('delivery_waiting', ['created_at'], 'pending')
    // Also of what was stopped while its attempt was under way: the record of that attempt is still to come.
    const leased = db.schema.createIndex('delivery_leased').on('delivery').column('lease_until')
    await leased.where(sql.ref('lease_owner'), 'is not', null).execute()
    await db.schema.createIndex('delivery_policy').on('delivery').columns(['policy_id', 'id']).execute()
    await db.schema.createIndex('delivery_event').on('delivery').column('event_id').execute()
    await create('attempt', (table) =>
      int(table, 'delivery_id', 'number', 'started_at', 'duration_ms')
        .addColumn('request_json', 'text')
        .addColumn('response_json', 'text')
        .addColumn('failure_json', 'text')
        .addPrimaryKeyConstraint('attempt_key', ['delivery_id', 'number']),
    )
  }
}

type Create = (name: string, columns: (table: Table) => Table) => Promise<void>
