import { sql } from 'kysely'
import type { Member, Members } from '../../domain/people/member.ts'
import { type Role, roleIdOf, roleOf } from '../../domain/people/role.ts'
import type { User } from '../../domain/people/user.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { contains } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { changing } from '../revisions.ts'

interface MemberRow {
  id: number
  project_id: number
  role_id: number
  user_id: number | null
  group_name: string | null
  user_name: string | null
}

export function createMembers(connections: Connections): Members {
  const { read, lookUp } = connections
  const members = (projectId: number) =>
    read
      .selectFrom('member')
      .leftJoin('user', 'user.id', 'member.user_id')
      .where('member.project_id', '=', projectId)
  /** The memberships of a user and of their groups. */
  const held = ({ id, groups }: Pick<User, 'id' | 'groups'>) =>
    lookUp.selectFrom('member').where((eb) => {
      const own = eb('user_id', '=', id)
      return groups.length > 0 ? eb.or([own, eb('group_name', 'in', groups)]) : own
    })
  const columns = [
    'member.id',
    'member.project_id',
    'member.role_id',
    'member.user_id',
    'member.group_name',
    'user.name as user_name',
  ] as const

  return {
    async rolesOf(user, projectId) {
      const rows = await held(user).select('role_id').where('project_id', '=', projectId).execute()
      return [...new Set(rows.map(({ role_id }) => role(role_id)))]
    },
    async projectsOf(user, roles) {
      const query = held(user).select('project_id').where('role_id', 'in', roles.map(roleIdOf))
      return [...new Set((await query.execute()).map(({ project_id }) => project_id))]
    },
    async isAnywhere(user, wanted) {
      const one = held(user).select('id').where('role_id', '=', roleIdOf(wanted)).limit(1)
      return (await one.executeTakeFirst()) !== undefined
    },
    async countByRole(projectId) {
      const rows = await read
        .selectFrom('member')
        .select(({ fn }) => ['role_id', fn.countAll<number>().as('members')])
        .where('project_id', '=', projectId)
        .groupBy('role_id')
        .execute()
      return new Map(rows.map(({ role_id, members }) => [role(role_id), members]))
    },
    async list(projectId, { name }, page) {
      let query = members(projectId)
      const entity = sql`coalesce(${sql.ref('user.name')}, member.group_name)`
      if (name !== undefined) {
        query = query.where(contains(entity, name))
      }
      const rows = await paged(query.select(columns).orderBy(entity).orderBy('member.id'), page).execute()
      return { items: rows.map(memberOf), total: await count(query) }
    },
    async byId(projectId, id) {
      const row = await members(projectId).select(columns).where('member.id', '=', id).executeTakeFirst()
      return row === undefined ? null : memberOf(row)
    },
    ...memberWrites(connections),
  }
}

function memberWrites(connections: Connections): Pick<Members, 'create' | 'setRole' | 'remove'> {
  const { write, now } = connections
  return {
    async create(projectId, newRole, who) {
      const identity =
        'userId' in who
          ? { user_id: who.userId, group_name: null }
          : { user_id: null, group_name: who.groupName }
      const row = { project_id: projectId, role_id: roleIdOf(newRole), created_at: now(), ...identity }
      const insert = write.insertInto('member').values(row).returning('id')
      const created = await orConflict(connections, 'they are a member of this project already', () =>
        insert.executeTakeFirstOrThrow(),
      )
      return created.id
    },
    setRole: (projectId, id, newRole, guard) =>
      changing(connections, { kind: 'member', projectId, id }, guard, async (transaction) => {
        const update = transaction.updateTable('member').set({ role_id: roleIdOf(newRole) })
        const one = update.where('project_id', '=', projectId).where('id', '=', id)
        assertFound(await one.executeTakeFirstOrThrow(), `project member ${id}`)
      }),
    remove: (projectId, id, guard) =>
      changing(connections, { kind: 'member', projectId, id }, guard, async (transaction) => {
        const one = transaction.deleteFrom('member').where('project_id', '=', projectId).where('id', '=', id)
        assertFound(await one.executeTakeFirstOrThrow(), `project member ${id}`)
      }),
  }
}

function role(id: number): Role {
  const known = roleOf(id)
  if (known === null) throw new Error(`a stored member has the unknown role ${id}`)
  return known
}

function memberOf(row: MemberRow): Member {
  const who: Member['who'] =
    row.user_id === null
      ? { kind: 'group', name: row.group_name ?? '' }
      : { kind: 'user', userId: row.user_id, name: row.user_name ?? '' }
  return { id: row.id, projectId: row.project_id, role: role(row.role_id), who }
}
