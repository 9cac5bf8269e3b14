import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** What payload formats and kinds of targets need: headers of payloads, options of targets, numbers of events. */
export function formatsAndTargets({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('payload').addColumn('headers_json', 'text').execute()
      for (const [name, value] of [
        ['attachment', ''],
        ['options_json', '{}'],
      ] as const) {
        const alter = db.schema.alterTable('target')
        await alter.addColumn(name, 'text', (column) => column.notNull().defaultTo(value)).execute()
      }
      await db.schema.alterTable('target').addColumn('secret_options', 'text').execute()
      for (const table of ['event', 'repository']) {
        const alter = db.schema.alterTable(table)
        await alter.addColumn('sequence', integer, (column) => column.notNull().defaultTo(0)).execute()
      }
    },
  }
}
