import { type NotNull, type SelectQueryBuilder, type Selectable, sql } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import { EVERYTHING } from '../../domain/list-query.ts'
import {
  type CveAllowlist,
  type Project,
  type ProjectFilter,
  type Projects,
  EMPTY_ALLOWLIST,
} from '../../domain/project.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asNumber, contains, filtered, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import type { ProjectTable } from './project-tables.ts'
import type { Schema } from '../schema.ts'
import { removeProject } from './remove-project.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields of projects (`src/pkg/project/models`). */
const PROJECT_FIELDS: ListFields = {
  project_id: { sql: sql.ref('id'), stored: asNumber },
  name: { sql: sql.ref('name') },
  owner_id: { sql: sql.ref('owner_id'), stored: asNumber },
  creation_time: timeField('created_at'),
  update_time: timeField('updated_at'),
}

export function projectOf(row: Selectable<ProjectTable>): Project {
  return {
    id: row.id,
    name: row.name,
    isPublic: row.is_public === 1,
    ownerId: row.owner_id,
    metadata: JSON.parse(row.metadata_json) as Record<string, string>,
    cveAllowlist:
      row.cve_allowlist_json === '' ? EMPTY_ALLOWLIST : (JSON.parse(row.cve_allowlist_json) as CveAllowlist),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

export function createProjects(connections: Connections, changeRules: ChangeRules): Projects {
  const { read, lookUp, now, finishStops } = connections
  const live = read.selectFrom('project').where('deleted_at', 'is', null)

  const create = projectCreator(connections, changeRules)
  const one = async (column: 'id' | 'name', value: number | string): Promise<Project | null> => {
    const named = lookUp.selectFrom('project').selectAll().where(column, '=', value)
    const row = await named.where('deleted_at', 'is', null).executeTakeFirst()
    return row === undefined ? null : projectOf(row)
  }

  return {
    ...repositoriesOf(connections),
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
      const sorted = ordered(query.selectAll(), asked, PROJECT_FIELDS, [sql`name`])
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
    async remove(id, guard) {
      await changeRules((transaction) =>
        guarded(transaction, { kind: 'project', id }, guard, () => removeProject(transaction, id, now())),
      )
      await finishStops()
    },
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

/** Repositories of all projects, by a filter on the projects. */
function repositoriesOf({ read }: Connections): Pick<Projects, 'count' | 'repositories'> {
  const live = read.selectFrom('project').where('deleted_at', 'is', null)
  const inside = (filter: ProjectFilter) =>
    read.selectFrom('repository').where('project_id', 'in', narrowed(live, filter).select('project.id'))
  return {
    count: async (filter) => ({
      projects: await count(narrowed(live, filter)),
      repositories: await count(inside(filter)),
    }),
    async repositories(filter, part, limit) {
      const named = inside(filter).where(contains(sql.ref('path'), part))
      const found = named.select(['path', 'project_id']).$narrowType<{ project_id: NotNull }>()
      const rows = await found.orderBy('path').limit(limit).execute()
      const ids = [...new Set(rows.map(({ project_id }) => project_id))]
      const owners = ids.length === 0 ? [] : await live.selectAll().where('id', 'in', ids).execute()
      const projects = new Map(owners.map((row) => [row.id, projectOf(row)]))
      return rows.flatMap(({ path, project_id }) => {
        const project = projects.get(project_id)
        return project === undefined ? [] : [{ path, project }]
      })
    },
  }
}

function projectCreator(connections: Connections, changeRules: ChangeRules): Projects['create'] {
  return async ({ name, ownerId, ...rest }) => {
    const at = connections.now()
    const row = {
      is_public: 0,
      name,
      owner_id: ownerId,
      created_at: at,
      updated_at: at,
      ...columnsOf(rest),
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
  if (name !== undefined) found = found.where(contains(sql.ref('name'), name))
  if (isPublic !== undefined) found = found.where('is_public', '=', isPublic ? 1 : 0)
  if (ownerId !== undefined) found = found.where('owner_id', '=', ownerId)
  const { user, names } = visibleTo ?? {}
  if (names !== undefined) found = found.where('name', 'in', names)
  if (user === undefined) return found
  const { id, groups } = user
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

function columnsOf({
  isPublic,
  metadata,
  cveAllowlist,
}: Partial<Pick<Project, 'isPublic' | 'metadata' | 'cveAllowlist'>>) {
  return {
    ...(cveAllowlist !== undefined && { cve_allowlist_json: JSON.stringify(cveAllowlist) }),
    ...(isPublic !== undefined && { is_public: isPublic ? 1 : 0 }),
    ...(metadata !== undefined && { metadata_json: JSON.stringify(metadata) }),
  }
}
