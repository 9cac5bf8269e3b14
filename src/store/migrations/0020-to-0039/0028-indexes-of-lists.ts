import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Repositories are counted by their project, and the audit log is asked by who, when and what. */
export function indexesOfLists(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.createIndex('repository_project').on('repository').column('project_id').execute()
      for (const column of ['actor', 'at', 'resource', 'operation_id'])
        await db.schema.createIndex(`audit_${column}`).on('audit').columns([column, 'id']).execute()
    },
  }
}
