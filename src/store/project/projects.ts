import { type SelectQueryBuilder, type Selectable, sql } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { Project, ProjectFilter, Projects } from '../../domain/project.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asNumber, filtered, likePattern, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import type { ProjectTable } from './project-tables.ts'
import type { Schema } from '../schema.ts'
import { removeProject } from './remove-project.ts'

/** Harbor's fields of projects (`src/pkg/project/models`). */
const PROJECT_FIELDS: ListFields = {
  project_id: { sql: sql.ref('id'), stored: asNumber },
  name: { sql: sql.ref('name') },
  owner_id: { sql: sql.ref('owner_id'), stored: asNumber },
  creation_time: { sql: sql.ref('created_at') },
  update_time: { sql: sql.ref('updated_at') },
}

export function projectOf(row: Selectable<ProjectTable>): Project {
  return {
    id: row.id,
    name: row.name,
    isPublic: row.is_public === 1,
    ownerId: row.owner_id,
    metadata: JSON.parse(row.metadata_json) as Record<string, string>,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

export function createProjects(connections: Connections, changeRules: ChangeRules): Projects {
  const { read, now } = connections
  const live = read.selectFrom('project').where('deleted_at', 'is', null)

  const create = projectCreator(connections, changeRules)
  const one = async (column: 'id' | 'name', value: number | string): Promise<Project | null> => {
    const row = await live.selectAll().where(column, '=', value).executeTakeFirst()
    return row === undefined ? null : projectOf(row)
  }

  return {
    create,
    byName: (name) => one('name', name),
    byId: (id) => one('id', id),
    async ensure(name) {
      const known = await one('name', name)
      if (known !== null) return known
      try {
        return await create({ name, isPublic: false, ownerId: 0, metadata: {} })
      } catch (error) {
        // Two first events of one project may come at the same time.
        const created =
          error instanceof BellbuoyError && error.code === 'CONFLICT' ? await one('name', name) : null
        if (created === null) throw error
        return created
      }
    },
    async list(filter, page, asked = EVERYTHING) {
      const query = filtered(narrowed(live, filter), asked, PROJECT_FIELDS)
      const sorted = ordered(query.selectAll(), asked, PROJECT_FIELDS, [sql`id`])
      return { items: (await paged(sorted, page).execute()).map(projectOf), total: await count(query) }
    },
    update: (id, changes, guard) =>
      changeRules((transaction) =>
        guarded(transaction, { kind: 'project', id }, guard, async () => {
          const update = transaction.updateTable('project').set({ ...columnsOf(changes), updated_at: now() })
          const one = update.where('id', '=', id).where('deleted_at', 'is', null)
          assertFound(await one.executeTakeFirstOrThrow(), `project ${id}`)
        }),
      ),
    remove: (id, guard) =>
      changeRules((transaction) =>
        guarded(transaction, { kind: 'project', id }, guard, () => removeProject(transaction, id, now())),
      ),
    async repositoryCounts(ids) {
      if (ids.length === 0) return new Map()
      const rows = await read
        .selectFrom('repository')
        .select(({ fn }) => ['project_id', fn.countAll<number>().as('repositories')])
        .where('project_id', 'in', ids)
        .groupBy('project_id')
        .execute()
      return new Map(rows.map(({ project_id, repositories }) => [project_id, repositories]))
    },
  }
}

function projectCreator(connections: Connections, changeRules: ChangeRules): Projects['create'] {
  return async ({ name, isPublic, ownerId, metadata }) => {
    const at = connections.now()
    const row = {
      is_public: 0,
      name,
      owner_id: ownerId,
      created_at: at,
      updated_at: at,
      ...columnsOf({ isPublic, metadata }),
    }
    const inserted = await orConflict(connections, `The project named ${name} already exists`, () =>
      changeRules((transaction) =>
        transaction.insertInto('project').values(row).returningAll().executeTakeFirstOrThrow(),
      ),
    )
    return projectOf(inserted)
  }
}

type Query = SelectQueryBuilder<Schema, 'project', object>

function narrowed(query: Query, { name, isPublic, ownerId, visibleTo }: ProjectFilter): Query {
  let found = query
  if (name !== undefined) found = found.where(sql<boolean>`name like ${likePattern(name)} escape '\\'`)
  if (isPublic !== undefined) found = found.where('is_public', '=', isPublic ? 1 : 0)
  if (ownerId !== undefined) found = found.where('owner_id', '=', ownerId)
  if (visibleTo === undefined) return found
  if ('names' in visibleTo) return found.where('name', 'in', visibleTo.names)
  const { id, groups } = visibleTo.user
  return found.where((eb) => {
    const member = eb
      .selectFrom('member')
      .select('member.id')
      .whereRef('member.project_id', '=', 'project.id')
    const theirs = [eb('is_public', '=', 1), eb.exists(member.where('user_id', '=', id))]
    return eb.or(
      groups.length > 0 ? [...theirs, eb.exists(member.where('group_name', 'in', groups))] : theirs,
    )
  })
}

function columnsOf({ isPublic, metadata }: Partial<Pick<Project, 'isPublic' | 'metadata'>>) {
  return {
    ...(isPublic !== undefined && { is_public: isPublic ? 1 : 0 }),
    ...(metadata !== undefined && { metadata_json: JSON.stringify(metadata) }),
  }
}
