import { type Selectable, sql } from 'kysely'
import { BellbuoyError } from '../domain/errors.ts'
import type { Project } from '../domain/project.ts'
import type { Projects } from '../domain/store.ts'
import type { Connections } from './connections.ts'
import { likePattern } from './list-query.ts'
import { count, paged } from './paging.ts'
import type { ChangeRules } from './rules-revision.ts'
import type { ProjectTable } from './schema.ts'

export function projectOf(row: Selectable<ProjectTable>): Project {
  return {
    id: row.id,
    name: row.name,
    isPublic: row.is_public === 1,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

export function createProjects(connections: Connections, changeRules: ChangeRules): Projects {
  const { read, now, isUniqueViolation } = connections

  const create: Projects['create'] = async ({ name, isPublic }) => {
    const at = now()
    const row = { name, is_public: isPublic ? 1 : 0, created_at: at, updated_at: at }
    try {
      return projectOf(
        await changeRules((transaction) =>
          transaction.insertInto('project').values(row).returningAll().executeTakeFirstOrThrow(),
        ),
      )
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new BellbuoyError('CONFLICT', `The project named ${name} already exists`, { cause: error })
    }
  }

  const byName: Projects['byName'] = async (name) => {
    const row = await read.selectFrom('project').selectAll().where('name', '=', name).executeTakeFirst()
    return row === undefined ? null : projectOf(row)
  }

  return {
    create,
    byName,
    async ensure(name) {
      const known = await byName(name)
      if (known !== null) return known
      try {
        return await create({ name, isPublic: false })
      } catch (error) {
        // Two first events of one project may come at the same time.
        const made = error instanceof BellbuoyError && error.code === 'CONFLICT' ? await byName(name) : null
        if (made === null) throw error
        return made
      }
    },
    async byId(id) {
      const row = await read.selectFrom('project').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : projectOf(row)
    },
    async list({ name }, page) {
      let query = read.selectFrom('project')
      if (name !== null) query = query.where(sql<boolean>`name like ${likePattern(name)} escape '\\'`)
      const rows = await paged(query.selectAll().orderBy('id'), page).execute()
      return { items: rows.map(projectOf), total: await count(query) }
    },
  }
}
