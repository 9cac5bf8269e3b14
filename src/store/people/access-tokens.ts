import type { Selectable } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import {
  type AccessToken,
  type AccessTokenDraft,
  type AccessTokens,
  EXPIRED_TOKENS_KEPT_MS,
  MAX_ACCESS_TOKENS,
} from '../../domain/people/access-token.ts'
import type { Grant } from '../../domain/people/permission.ts'
import type { Connections, Writing } from '../connections.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { changing } from '../revisions.ts'
import type { AccessTokenTable } from './people-tables.ts'

export function createAccessTokens(connections: Connections): AccessTokens {
  const { read, lookUp, write, now } = connections
  return {
    async byHash(secretHash) {
      const hashed = lookUp.selectFrom('access_token').selectAll().where('secret_hash', '=', secretHash)
      const row = await hashed.executeTakeFirst()
      return row === undefined ? null : { ...accessTokenOf(row), secretHash: row.secret_hash }
    },
    async list(userId, page) {
      const query = read.selectFrom('access_token').where('user_id', '=', userId)
      const rows = await paged(query.selectAll().orderBy('name'), page).execute()
      return { items: rows.map(accessTokenOf), total: await count(query) }
    },
    create: (draft) =>
      orConflict(
        connections,
        `there is another access token ${draft.name}: choose another name, or revoke it`,
        () =>
          // Under the lock of the user, who may be removed at the same time.
          changing(connections, { kind: 'user', id: draft.userId }, undefined, (transaction) =>
            insertAccessToken(transaction, draft, now()),
          ),
      ),
    async noteUse(id, atMs) {
      const earlier = write.updateTable('access_token').set({ last_used_at: atMs }).where('id', '=', id)
      await earlier
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', atMs)]))
        .execute()
    },
    async remove(userId, id) {
      const removal = write.deleteFrom('access_token').where('user_id', '=', userId).where('id', '=', id)
      const row = await removal.returningAll().executeTakeFirst()
      if (row === undefined) throw new BellbuoyError('NOT_FOUND', `access token ${id} not found`)
      return accessTokenOf(row)
    },
  }
}

/**
 * Inserts a token under the lock of its user.
 *
 * @throws BellbuoyError as `AccessTokens.create`, but for a name that is taken: then a unique index is breached
 */
export async function insertAccessToken(
  transaction: Writing,
  draft: AccessTokenDraft,
  nowMs: number,
): Promise<AccessToken> {
  const { userId, name, secretHash, limits, expiresAtMs } = draft
  const user = transaction.selectFrom('user').select('id').where('id', '=', userId)
  if ((await user.executeTakeFirst()) === undefined)
    throw new BellbuoyError('NOT_FOUND', `user ${userId} not found`)
  await removeExpired(transaction, draft, nowMs)
  const own = transaction.selectFrom('access_token').where('user_id', '=', userId)
  const valid = own.where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', nowMs)]))
  if ((await count(valid)) >= MAX_ACCESS_TOKENS)
    throw new BellbuoyError(
      'CONFLICT',
      `a user has ${MAX_ACCESS_TOKENS} access tokens at the most: revoke one that you no longer need`,
    )
  const row = {
    user_id: userId,
    name,
    secret_hash: secretHash,
    limits_json: limits === null ? null : JSON.stringify(limits),
    created_at: nowMs,
    expires_at: expiresAtMs,
  }
  const inserted = transaction.insertInto('access_token').values(row).returningAll()
  return accessTokenOf(await inserted.executeTakeFirstOrThrow())
}

async function removeExpired(
  transaction: Writing,
  { userId, name }: Pick<AccessTokenDraft, 'userId' | 'name'>,
  nowMs: number,
): Promise<void> {
  await transaction
    .deleteFrom('access_token')
    .where('user_id', '=', userId)
    .where('expires_at', '<=', nowMs)
    .where((eb) => eb.or([eb('name', '=', name), eb('expires_at', '<=', nowMs - EXPIRED_TOKENS_KEPT_MS)]))
    .execute()
}

function accessTokenOf(row: Selectable<AccessTokenTable>): AccessToken {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    limits: row.limits_json === null ? null : (JSON.parse(row.limits_json) as Grant[]),
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    lastUsedAtMs: row.last_used_at,
  }
}
