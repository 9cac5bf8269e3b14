import { join } from 'node:path'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { sqliteColumnTypes } from '../../src/store/migrations/column-types.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import { kyselyOnWriter } from '../../src/store/sqlite/kysely-connections.ts'
import { SqliteThread } from '../../src/store/sqlite/thread/sqlite-thread.ts'
import { SqliteWriter } from '../../src/store/sqlite/thread/sqlite-writer.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const OLD: readonly (readonly [operation: string, path: string, expected: string])[] = [
  ['CreateProject', '/api/v2.0/projects', 'create project /api/v2.0/projects'],
  [
    'DeleteProjectMember',
    '/api/v2.0/projects/shop/members/4',
    'delete member /api/v2.0/projects/shop/members/4',
  ],
  [
    'UpdateWebhookPolicyOfProject',
    '/api/v2.0/projects/shop/webhook/policies/1',
    'update notification-policy /api/v2.0/projects/shop/webhook/policies/1',
  ],
  ['UpdateUserPassword', '/api/v2.0/users/2/password', 'update user /api/v2.0/users/2/password'],
  ['CreateRobot', '/api/v2.0/robots', 'create robot /api/v2.0/robots'],
  ['Login', '/c/login', 'login user anna'],
  ['Logout', '/c/log_out', 'logout user anna'],
]

test('entries of an older version are kept and named as far as they tell; so are the creators of robots', async () => {
  await using folder = await temporaryFolder('migration')
  await using writer = new SqliteWriter(
    await SqliteThread.open({ path: join(folder.path, 'old.db'), role: 'writer' }),
  )
  const db = kyselyOnWriter(writer)
  const provider = { getMigrations: () => Promise.resolve(migrations(sqliteColumnTypes)) }
  const migrator = new Migrator({ db, provider })
  expect((await migrator.migrateTo('0011-scanner-pulls')).error).toBeUndefined()
  for (const [operation, path] of OLD)
    await sql`insert into audit (at, project_id, status, actor, operation, resource, address, request_id)
      values (1, 0, 200, 'anna', ${operation}, ${path}, '::1', 'r')`.execute(db)
  await sql`insert into "user" (name, is_system_admin, password_hash, created_at, updated_at) values ('anna', 0, '', 1, 1)`.execute(
    db,
  )
  for (const [name, creator] of [
    ['ci', 'anna'],
    ['shop+ci', 'robot$ci'],
    ['old', 'gone'],
  ] as const)
    await sql`insert into robot (name, level, project_id, description, secret_hash, permissions_json, creator, disabled,
      duration_days, created_at, updated_at) values (${name}, 'system', 0, '', '', '[]', ${creator}, 0, -1, 1, 1)`.execute(
      db,
    )

  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const entries = await db.selectFrom('audit').selectAll().orderBy('id').execute()
  expect(entries.map((row) => [row.operation_id, row.path])).toEqual(OLD.map(([id, path]) => [id, path]))
  expect(entries.map((row) => `${row.operation} ${row.resource_type} ${row.resource}`)).toEqual(
    OLD.map(([, , expected]) => expected),
  )
  const robots = await db.selectFrom('robot').select(['name', 'creator_id']).orderBy('id').execute()
  expect(robots).toEqual([
    { name: 'ci', creator_id: 1 },
    { name: 'shop+ci', creator_id: 1 },
    { name: 'old', creator_id: 0 },
  ])
})
