import type { Kysely } from 'kysely'
import type { SchemaStep } from '../runner/schema-step.ts'

/** The audit log says what a change changed; entries from before say nothing of it. */
export function auditedChanges(): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('audit').addColumn('changes_json', 'text').execute()
    },
  }
}
