import { type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { User, UserChanges, UserWithPassword, Users } from '../../domain/people/user.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asBoolean, asNumber, filtered, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { changing } from '../revisions.ts'
import type { UserTable } from './people-tables.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields of users (`src/pkg/user/models`). */
const USER_FIELDS: ListFields = {
  user_id: { sql: sql.ref('id'), stored: asNumber },
  username: { sql: sql.ref('name') },
  email: { sql: sql.ref('email') },
  realname: { sql: sql.ref('realname') },
  comment: { sql: sql.ref('comment') },
  sysadmin_flag: { sql: sql.ref('is_system_admin'), stored: asBoolean },
  creation_time: timeField('created_at'),
  update_time: timeField('updated_at'),
}

export function createUsers(connections: Connections): Users {
  const { read, lookUp, write, now } = connections
  const one = async (
    column: 'id' | 'name' | 'email' | 'oidc_subject',
    value: number | string,
  ): Promise<UserWithPassword | null> => {
    const row = await lookUp.selectFrom('user').selectAll().where(column, '=', value).executeTakeFirst()
    return row === undefined ? null : { ...userOf(row), passwordHash: row.password_hash }
  }
  return {
    byName: (name) => one('name', name),
    byId: (id) => one('id', id),
    byEmail: (email) => one('email', email),
    byOidcSubject: (subject) => one('oidc_subject', subject),
    async create({ name, ...rest }) {
      const at = now()
      const row = {
        name,
        password_hash: '',
        is_system_admin: 0,
        ...columnsOf(rest),
        created_at: at,
        updated_at: at,
      }
      const insert = write.insertInto('user').values(row).returning('id')
      const created = await orConflict(connections, `user ${name} already exists`, () =>
        insert.executeTakeFirstOrThrow(),
      )
      return created.id
    },
    async list(page, asked = EVERYTHING) {
      const query = filtered(read.selectFrom('user'), asked, USER_FIELDS)
      const rows = await paged(ordered(query.selectAll(), asked, USER_FIELDS, [sql`name`]), page).execute()
      return { items: rows.map(userOf), total: await count(query) }
    },
    update: (id, changes, guard) =>
      changing(connections, { kind: 'user', id }, guard, async (transaction) => {
        const row = { ...columnsOf(changes), updated_at: now() }
        const update = transaction.updateTable('user').set(row).where('id', '=', id)
        assertFound(await update.executeTakeFirstOrThrow(), `user ${id}`)
      }),
    remove: (id, guard) =>
      changing(connections, { kind: 'user', id }, guard, async (transaction) => {
        await transaction.deleteFrom('member').where('user_id', '=', id).execute()
        await transaction.deleteFrom('session').where('user_id', '=', id).execute()
        const removal = transaction.deleteFrom('user').where('id', '=', id)
        assertFound(await removal.executeTakeFirstOrThrow(), `user ${id}`)
        // After the user, whose row a new token waits for.
        await transaction.deleteFrom('access_token').where('user_id', '=', id).execute()
        await transaction.deleteFrom('device_login').where('user_id', '=', id).execute()
      }),
  }
}

function userOf(row: Selectable<UserTable>): User {
  return {
    id: row.id,
    name: row.name,
    isSystemAdmin: row.is_system_admin === 1,
    email: row.email,
    realname: row.realname,
    comment: row.comment,
    oidcSubject: row.oidc_subject,
    groups: JSON.parse(row.groups_json) as string[],
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

function columnsOf({ isSystemAdmin, passwordHash, groups, oidcSubject, ...texts }: UserChanges) {
  return {
    ...texts,
    ...(isSystemAdmin !== undefined && { is_system_admin: isSystemAdmin ? 1 : 0 }),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
    ...(oidcSubject !== undefined && { oidc_subject: oidcSubject }),
    ...(groups !== undefined && { groups_json: JSON.stringify(groups) }),
  }
}
