import type { Sessions } from '../../domain/people/session.ts'
import type { Connections } from '../connections.ts'

export function createSessions({ lookUp, write }: Connections): Sessions {
  return {
    async create({ idHash, userId, createdAtMs, seenAtMs }) {
      const row = { id_hash: idHash, user_id: userId, created_at: createdAtMs, seen_at: seenAtMs }
      await write.insertInto('session').values(row).execute()
    },
    async byHash(idHash) {
      const row = await lookUp
        .selectFrom('session')
        .selectAll()
        .where('id_hash', '=', idHash)
        .executeTakeFirst()
      if (row === undefined) return null
      return { idHash, userId: row.user_id, createdAtMs: row.created_at, seenAtMs: row.seen_at }
    },
    async touch(idHash, seenAtMs) {
      await write.updateTable('session').set({ seen_at: seenAtMs }).where('id_hash', '=', idHash).execute()
    },
    async remove(idHash) {
      await write.deleteFrom('session').where('id_hash', '=', idHash).execute()
    },
    async removeOf(userId) {
      await write.deleteFrom('session').where('user_id', '=', userId).execute()
    },
    async removeOlder({ createdBeforeMs, seenBeforeMs }) {
      const old = write.deleteFrom('session')
      await old
        .where((eb) => eb.or([eb('created_at', '<', createdBeforeMs), eb('seen_at', '<', seenBeforeMs)]))
        .execute()
    },
  }
}
