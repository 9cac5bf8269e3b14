import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'
import { copyRegistryKnowledge } from '../copies/copy-registry-knowledge.ts'

type Table = CreateTableBuilder<string, string>

const REPLACED = ['repository', 'tag', 'manifest', 'manifest_child', 'blob'] as const

/**
 * Repositories and manifests have numbers, which lead to their tags and children. A manifest may be a bare number: a tag points to it, and no
 * more is known. References have rows of their own, digests are bytes, instances of registries are named once.
 */
export function compactKeys(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const index of ['tag_digest', 'tag_deleted', 'manifest_project'])
        await db.schema.dropIndex(index).execute()
      for (const table of REPLACED) await types.setAside(db, table)
      await createTables(db, types)
      await copyRegistryKnowledge(db)
      for (const table of REPLACED) await db.schema.dropTable(`old_${table}`).execute()
      await createIndexes(db)
    },
  }
}

async function createTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const { integer, bytes, id, numberedId, tableEnd, keyedTableEnd } = types
  const required = (table: Table, type: RawBuilder<unknown> | 'text', ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, type, (column) => column.notNull()), table)
  const optional = (table: Table, type: RawBuilder<unknown> | 'text', ...names: string[]): Table =>
    names.reduce((columns, name) => columns.addColumn(name, type), table)
  const create = (
    name: string,
    key: readonly string[] | null,
    columns: (table: Table) => Table,
    end = keyedTableEnd,
  ): Promise<void> => {
    const table = columns(db.schema.createTable(name))
    const keyed = key === null ? table : table.addPrimaryKeyConstraint(`${name}_key`, [...key])
    return keyed.modifyEnd(end).execute()
  }
  const withId = (table: Table): Table => table.addColumn('id', id, numberedId)

  await create(
    'repository',
    null,
    (table) =>
      required(
        optional(required(withId(table), 'text', 'path'), integer, 'project_id'),
        integer,
        'created_at',
        'sequence',
      ),
    tableEnd,
  )
  await create('instance', null, (table) => required(withId(table), 'text', 'name'), tableEnd)
  await create('tag', ['repository_id', 'source_id', 'name'], (table) =>
    optional(
      required(required(table, integer, 'repository_id', 'source_id', 'moved_at'), 'text', 'name'),
      integer,
      'manifest_id',
      'moved_by',
      'deleted_at',
    ),
  )
  await create(
    'manifest',
    null,
    (table) => {
      const key = required(
        table.addColumn('id', id, numberedId),
        integer,
        'repository_id',
        'source_id',
        'pushed_at',
      )
      const numbers = optional(key, integer, 'project_id', 'size', 'is_complete', 'pushed_by')
      const texts = optional(numbers, 'text', 'media_type', 'artifact_type', 'platforms_json')
      return optional(required(texts, bytes, 'digest'), bytes, 'subject')
    },
    tableEnd,
  )
  await create('manifest_reference', ['manifest_id', 'position'], (table) =>
    required(
      required(
        optional(required(table, integer, 'manifest_id', 'position', 'size'), 'text', 'platform'),
        'text',
        'media_type',
      ),
      bytes,
      'digest',
    ),
  )
  await create('manifest_child', ['child_id', 'parent_id'], (table) =>
    required(table, integer, 'child_id', 'parent_id'),
  )
  await create('blob', ['project_id', 'digest'], (table) =>
    required(required(table, bytes, 'digest'), integer, 'project_id', 'size', 'uses'),
  )
  for (const [name, table, columns] of [
    ['repository_path', 'repository', ['path']],
    ['instance_name', 'instance', ['name']],
    ['manifest_digest', 'manifest', ['repository_id', 'digest', 'source_id']],
  ] as const)
    await db.schema
      .createIndex(name)
      .unique()
      .on(table)
      .columns([...columns])
      .execute()
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  const manifests = db.schema.createIndex('manifest_project').on('manifest').column('project_id')
  await manifests.where(sql.ref('project_id'), 'is not', null).execute()
  const bare = db.schema.createIndex('manifest_bare').on('manifest').column('id')
  await bare.where(sql.ref('is_complete'), 'is', null).execute()
  const tags = db.schema.createIndex('tag_manifest').on('tag').columns(['manifest_id', 'deleted_at', 'name'])
  await tags.where(sql.ref('manifest_id'), 'is not', null).execute()
  const deleted = db.schema.createIndex('tag_deleted').on('tag').column('deleted_at')
  await deleted.where(sql.ref('deleted_at'), 'is not', null).execute()
}
