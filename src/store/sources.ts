import type { SecretBox } from '../domain/secret-box.ts'
import type { Sources } from '../domain/store.ts'
import type { Connections } from './connections.ts'
import type { ChangeRules } from './rules-revision.ts'

export function createSources(
  { read, now }: Connections,
  changeRules: ChangeRules,
  secrets: SecretBox,
): Sources {
  return {
    async byName(name) {
      const row = await read.selectFrom('source').selectAll().where('name', '=', name).executeTakeFirst()
      if (row === undefined) return null
      return { id: row.id, name: row.name, kind: row.kind, token: secrets.open(row.token) }
    },
    async create({ name, kind, token }) {
      const row = { name, kind, token: secrets.seal(token), created_at: now() }
      await changeRules((transaction) => transaction.insertInto('source').values(row).execute())
    },
    async setToken(name, token) {
      const sealed = secrets.seal(token)
      await changeRules((transaction) =>
        transaction.updateTable('source').set({ token: sealed }).where('name', '=', name).execute(),
      )
    },
  }
}
