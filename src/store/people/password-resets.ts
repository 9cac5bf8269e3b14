import type { Kysely } from 'kysely'
import type { PasswordResets } from '../../domain/people/password-reset.ts'
import { assertFound } from '../assert-found.ts'
import type { Schema } from '../schema.ts'

export function createPasswordResets(db: Kysely<Schema>): PasswordResets {
  return {
    async find(name) {
      const found = db.selectFrom('user').select(['id', 'oidc_subject']).where('name', '=', name)
      const row = await found.executeTakeFirst()
      return row === undefined ? null : { id: row.id, name, oidcSubject: row.oidc_subject }
    },
    reset: ({ id, name }, { passwordHash, by, atMs }) =>
      db.transaction().execute(async (transaction) => {
        const changed = { password_hash: passwordHash, updated_at: atMs }
        const update = transaction.updateTable('user').set(changed).where('id', '=', id)
        assertFound(await update.executeTakeFirstOrThrow(), `user ${name}`)
        const ended = transaction.deleteFrom('session').where('user_id', '=', id)
        const { numDeletedRows } = await ended.executeTakeFirstOrThrow()
        await transaction.insertInto('audit').values(entryOf({ id, name, by, atMs })).execute()
        return { endedSessions: Number(numDeletedRows) }
      }),
  }
}

interface Reset {
  readonly id: number
  readonly name: string
  readonly by: string
  readonly atMs: number
}

function entryOf({ id, name, by, atMs }: Reset) {
  return {
    at: atMs,
    project_id: 0,
    actor: by,
    operation: 'update',
    resource_type: 'user',
    resource: name,
    resource_id: id,
    done: null,
    operation_id: 'ResetPassword',
    path: '',
    status: 200,
    address: '',
    request_id: '',
  }
}
