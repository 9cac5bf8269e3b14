import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/** Access tokens of users, by the hashes of their secrets; and which token an entry of the audit log came with. */
export function accessTokens({ integer, id, generatedId, tableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('access_token')
        .addColumn('id', id, generatedId)
        .addColumn('user_id', integer, (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('secret_hash', 'text', (column) => column.notNull())
        .addColumn('limits_json', 'text')
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('expires_at', integer)
        .addColumn('last_used_at', integer)
        .modifyEnd(tableEnd)
        .execute()
      const index = (name: string) =>
        db.schema.createIndex(`access_token_${name}`).unique().on('access_token')
      await index('secret').column('secret_hash').execute()
      await index('name').columns(['user_id', 'name']).execute()
      await db.schema.alterTable('audit').addColumn('access_token', 'text').execute()
    },
  }
}
