import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** The audit log says what was changed in Harbor's words, robots who created them, projects which vulnerabilities pass. */
export function asHarbor({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await nameAudited(db)
      const robot = db.schema.alterTable('robot')
      await robot.addColumn('creator_id', integer, (column) => column.notNull().defaultTo(0)).execute()
      await sql`update robot set creator_id = coalesce(
        (select id from "user" where name = robot.creator),
        (select r.id from robot r where 'robot$' || r.name = robot.creator), 0)`.execute(db)
      const project = db.schema.alterTable('project')
      await project
        .addColumn('cve_allowlist_json', 'text', (column) => column.notNull().defaultTo(''))
        .execute()
    },
  }
}

/** Entries of before say it as far as their operation and path tell. */
async function nameAudited(db: Kysely<unknown>): Promise<void> {
  for (const [from, to] of [
    ['operation', 'operation_id'],
    ['resource', 'path'],
  ] as const)
    await db.schema.alterTable('audit').renameColumn(from, to).execute()
  for (const name of ['operation', 'resource_type', 'resource'])
    await db.schema
      .alterTable('audit')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute()
  await sql`update audit set
    operation = case when operation_id = 'Login' then 'login' when operation_id = 'Logout' then 'logout'
      when operation_id like 'Create%' or operation_id like 'Upload%' or operation_id in ('ScanArtifact', 'OidcOnboard')
      then 'create' when operation_id like 'Delete%' then 'delete'
      when operation_id = 'StopScanArtifact' then 'stop' else 'update' end,
    resource_type = case when path like '/c/%' or path like '%/users%' then 'user'
      when path like '%/members%' then 'member' when path like '%/webhook/%' then 'notification-policy'
      when path like '%/robots%' then 'robot' when path like '%/configurations' then 'configuration'
      when path like '%/quotas/%' then 'quota' when path like '%/sources%' then 'source'
      when path like '%/scanners%' then 'scanner' when path like '/api/chartrepo/%' then 'helm-chart'
      when path like '%/scan%' then 'scan' else 'project' end,
    resource = case when path like '/c/%' then actor else path end`.execute(db)
}
