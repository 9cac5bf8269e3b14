import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

type Table = CreateTableBuilder<string, string>

/** What is known of registries: tags, manifests, what belongs to indexes, storage against limits; and events that are held. */
export function registryKnowledge({ integer, tableEnd, keyedTableEnd }: ColumnTypes): Migration {
  const text = (table: Table, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, 'text', (column) => column.notNull()), table)
  const int = (table: Table, ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, integer, (column) => column.notNull()), table)

  return {
    async up(db: Kysely<unknown>) {
      const create = (
        name: string,
        key: readonly string[],
        columns: (table: Table) => Table,
        end = keyedTableEnd,
      ): Promise<void> =>
        columns(db.schema.createTable(name))
          .addPrimaryKeyConstraint(`${name}_key`, [...key])
          .modifyEnd(end)
          .execute()

      await db.schema.alterTable('event').addColumn('held_until', integer).execute()
      for (const [name, columns] of [
        ['event_held', ['held_until']],
        ['event_held_digest', ['repository', 'digest']],
      ] as const) {
        const index = db.schema
          .createIndex(name)
          .on('event')
          .columns([...columns])
        await index.where(sql.ref('held_until'), 'is not', null).execute()
      }
      const inRepository = ['source_id', 'repository']
      await create('tag', [...inRepository, 'name'], (table) =>
        int(text(table, 'repository', 'name', 'digest'), 'source_id').addColumn('deleted_at', integer),
      )
      await create(
        'manifest',
        [...inRepository, 'digest'],
        (table) =>
          int(
            text(table, 'repository', 'digest', 'platforms_json', 'references_json'),
            'source_id',
            'project_id',
            'is_complete',
          )
            .addColumn('media_type', 'text')
            .addColumn('artifact_type', 'text')
            .addColumn('subject', 'text')
            .addColumn('size', integer),
        tableEnd,
      )
      await db.schema.createIndex('manifest_project').on('manifest').column('project_id').execute()
      await create('manifest_child', [...inRepository, 'child', 'parent'], (table) =>
        int(text(table, 'repository', 'child', 'parent'), 'source_id'),
      )
      await create('quota', ['project_id'], (table) =>
        int(table, 'project_id', 'limit_bytes', 'used_bytes', 'told', 'created_at', 'updated_at'),
      )
      await create('blob', ['project_id', 'digest'], (table) =>
        int(text(table, 'digest'), 'project_id', 'size', 'uses'),
      )
    },
  }
}
