import { type AlterTableColumnAlteringBuilder, type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

type Table = CreateTableBuilder<string, string>

/** People and what they may do: members, robots, sessions, the audit log; filters, paused targets, last triggers. */
export function people(types: ColumnTypes): Migration {
  const { integer } = types
  return {
    async up(db: Kysely<unknown>) {
      const add = (table: string, columns: (t: Adding) => AlterTableColumnAlteringBuilder): Promise<void> =>
        columns(adding(db, table)).execute()
      for (const name of ['email', 'realname', 'comment']) await add('user', textColumn(name, ''))
      await add('user', textColumn('groups_json', '[]'))
      await add('user', (table) => table.addColumn('oidc_subject', 'text'))
      await add('user', numberColumn('updated_at', types))
      await sql`update "user" set updated_at = created_at`.execute(db)
      const subject = db.schema.createIndex('user_oidc_subject').unique().on('user').column('oidc_subject')
      await subject.where(sql.ref('oidc_subject'), 'is not', null).execute()

      await add('project', numberColumn('owner_id', types))
      await add('project', textColumn('metadata_json', '{}'))
      await add('project', (table) => table.addColumn('deleted_at', integer))
      await db.schema.dropIndex('project_name').execute()
      const named = db.schema.createIndex('project_name').unique().on('project').column('name')
      await named.where(sql.ref('deleted_at'), 'is', null).execute()

      await add('policy', textColumn('filter_json', '{}'))
      const newest = db.schema.createIndex('policy_newest').on('policy')
      await newest
        .columns(['project_id', 'created_at', 'id'])
        .where(sql.ref('deleted_at'), 'is', null)
        .execute()
      await add('target', (table) => table.addColumn('paused_at', integer))

      await createPeople(db, types)
      await createHistory(db, types)
    },
  }
}

async function createPeople(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const { integer } = types
  const member = required(tableWithId(db, 'member', types), integer, 'project_id', 'role_id', 'created_at')
  await member
    .addColumn('user_id', integer)
    .addColumn('group_name', 'text')
    .modifyEnd(types.tableEnd)
    .execute()
  for (const who of ['user_id', 'group_name']) {
    const unique = db.schema.createIndex(`member_${who}`).unique().on('member').columns(['project_id', who])
    await unique.where(sql.ref(who), 'is not', null).execute()
  }
  await db.schema.createIndex('member_of').on('member').column('user_id').execute()

  const robot = required(tableWithId(db, 'robot', types), sql`text`, ...ROBOT_TEXTS)
  await required(robot, integer, 'project_id', 'disabled', 'duration_days', 'created_at', 'updated_at')
    .addColumn('expires_at', integer)
    .modifyEnd(types.tableEnd)
    .execute()
  await db.schema.createIndex('robot_name').unique().on('robot').column('name').execute()

  const session = db.schema
    .createTable('session')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
  await required(session, integer, 'user_id', 'created_at', 'seen_at').modifyEnd(types.tableEnd).execute()
}

const ROBOT_TEXTS = ['name', 'level', 'description', 'secret_hash', 'permissions_json', 'creator']

async function createHistory(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const { integer } = types
  const audit = required(tableWithId(db, 'audit', types), integer, 'at', 'project_id', 'status')
  await required(audit, sql`text`, 'actor', 'operation', 'resource', 'address', 'request_id')
    .modifyEnd(types.tableEnd)
    .execute()
  await db.schema.createIndex('audit_project').on('audit').columns(['project_id', 'id']).execute()

  await adding(db, 'delivery')
    .addColumn('project_id', integer, (c) => c.notNull().defaultTo(0))
    .execute()
  await adding(db, 'delivery').addColumn('redelivery_of', integer).execute()
  await sql`update delivery set project_id = (select project_id from event where event.id = delivery.event_id)`.execute(
    db,
  )
  await db.schema.createIndex('delivery_project').on('delivery').columns(['project_id', 'id']).execute()
  await db.schema.createIndex('event_project').on('event').columns(['project_id', 'id']).execute()

  await required(db.schema.createTable('last_trigger'), sql`text`, 'event_type')
    .addColumn('policy_id', integer, (column) => column.notNull())
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('deliveries', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('last_trigger_key', ['policy_id', 'event_type'])
    .modifyEnd(types.tableEnd)
    .execute()
  await sql`insert into last_trigger (event_type, policy_id, at, deliveries)
    select e.type, d.policy_id, max(d.created_at), count(*) from delivery d join event e on e.id = d.event_id
    group by d.policy_id, e.type`.execute(db)
}

type Adding = ReturnType<typeof adding>

function adding(db: Kysely<unknown>, table: string) {
  return db.schema.alterTable(table)
}

function textColumn(name: string, otherwise: string): (table: Adding) => AlterTableColumnAlteringBuilder {
  return (table) => table.addColumn(name, 'text', (column) => column.notNull().defaultTo(otherwise))
}

function numberColumn(name: string, types: ColumnTypes): (table: Adding) => AlterTableColumnAlteringBuilder {
  return (table) => table.addColumn(name, types.integer, (column) => column.notNull().defaultTo(0))
}

function tableWithId(db: Kysely<unknown>, name: string, { id, generatedId }: ColumnTypes): Table {
  return db.schema.createTable(name).addColumn('id', id, generatedId)
}

function required(table: Table, type: ColumnTypes['integer'], ...names: string[]): Table {
  return names.reduce((columns, name) => columns.addColumn(name, type, (column) => column.notNull()), table)
}
