import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Leads from a digest to the names of its tags, in the order of the names. It does not start as the table's key does, and a statement
 * says `+source_id`: otherwise SQLite walks through all tags of the repository by that key, which it takes to be as good.
 */
export function tagsByDigest(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const index = db.schema.createIndex('tag_digest').on('tag')
      const columns = index.columns(['repository', 'digest', 'name'])
      await columns.where(sql.ref('deleted_at'), 'is', null).execute()
    },
  }
}
