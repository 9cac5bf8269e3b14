import type { Users } from '../domain/store.ts'
import type { Connections } from './connections.ts'

export function createUsers({ read, write, now }: Connections): Users {
  return {
    async byName(name) {
      const row = await read.selectFrom('user').selectAll().where('name', '=', name).executeTakeFirst()
      if (row === undefined) return null
      return {
        id: row.id,
        name: row.name,
        isSystemAdmin: row.is_system_admin === 1,
        passwordHash: row.password_hash,
      }
    },
    async create({ name, isSystemAdmin, passwordHash }) {
      const row = {
        name,
        is_system_admin: isSystemAdmin ? 1 : 0,
        password_hash: passwordHash,
        created_at: now(),
      }
      await write.insertInto('user').values(row).execute()
    },
  }
}
