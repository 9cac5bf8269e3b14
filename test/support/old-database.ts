import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Schema } from '../../src/store/schema.ts'
import { sqliteColumnTypes } from '../../src/store/migrations/column-types.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import { kyselyOnWriter } from '../../src/store/sqlite/kysely-connections.ts'
import { SqliteThread } from '../../src/store/sqlite/thread/sqlite-thread.ts'
import { SqliteWriter } from '../../src/store/sqlite/thread/sqlite-writer.ts'

/**
 * A database as an earlier version left it: a project with a policy and a target, and events whose deliveries wait.
 *
 * @param path of the file
 * @param address of the target
 */
export async function createOldDatabase(path: string, address: string, events: number): Promise<void> {
  await withOldTables(path, '0012-harbor-way', (db) => fill(db, address, events))
}

/**
 * Creates the tables of an earlier version, which its last migration names, and fills them.
 *
 * @param path of a file that does not exist yet
 */
export async function withOldTables(
  path: string,
  version: string,
  fillTables: (db: Kysely<Schema>) => Promise<void>,
): Promise<void> {
  await using writer = new SqliteWriter(await SqliteThread.open({ path, role: 'writer' }))
  const db = kyselyOnWriter(writer)
  const provider = { getMigrations: () => Promise.resolve(migrations(sqliteColumnTypes)) }
  const { error } = await new Migrator({ db, provider }).migrateTo(version)
  if (error !== undefined) throw new Error(`no database of ${version}`, { cause: error })
  await fillTables(db)
}

async function fill(db: Kysely<Schema>, address: string, events: number): Promise<void> {
  await sql`insert into source (name, kind, token, created_at) values ('old', 'distribution', '', 1)`.execute(
    db,
  )
  await sql`insert into project (name, is_public, created_at, updated_at) values ('team', 0, 1, 1)`.execute(
    db,
  )
  await sql`insert into policy (name, description, creator, event_types_json, project_id, enabled, created_at, updated_at)
    values ('old', '', 'admin', '["PUSH_ARTIFACT"]', 1, 1, 1, 1)`.execute(db)
  await sql`insert into target (type, address, payload_format, policy_id, position, skip_cert_verify)
    values ('http', ${address}, 'Default', 1, 0, 0)`.execute(db)
  const verdicts = JSON.stringify([{ policyId: 1, verdict: 'deliver' }])
  const detail = JSON.stringify({
    project: 'team',
    actorKind: 'user',
    artifacts: [],
    role: 'root',
    registryHost: 'r',
    detail: {},
  })
  const nowMs = Date.now()
  await sql`
    with recursive number (n) as (select 1 union all select n + 1 from number where n < ${events})
    insert into event (id, source_event_id, type, repository, operator, verdicts_json, detail_json, source_id, project_id,
      occurred_at, accepted_at, sequence)
    select printf('018f0000-0000-7000-8000-%012x', n), 'old ' || n, 'PUSH_ARTIFACT', 'team/app', 'ci', ${verdicts}, ${detail}, 1, 1,
      ${nowMs}, ${nowMs}, n
    from number`.execute(db)
  await sql`insert into payload (event_id, format, content_type, body)
    select id, 'Default', 'application/json', '{}' from event order by id`.execute(db)
  await sql`insert into delivery (event_id, state, reason, policy_id, target_id, payload_id, attempts, failures, created_at,
      updated_at, due_at, project_id)
    select event_id, 'pending', '', 1, 1, id, 0, 0, ${nowMs}, ${nowMs}, ${nowMs}, 1 from payload order by id`.execute(
    db,
  )
  await sql`insert into last_trigger (event_type, policy_id, at, deliveries)
    values ('PUSH_ARTIFACT', 1, ${nowMs}, ${events})`.execute(db)
}
