import type { Selectable } from 'kysely'
import type { AccessToken } from '../../domain/people/access-token.ts'
import {
  type Claimed,
  type ClaimedToken,
  type DeviceDecision,
  type DeviceLogin,
  type DeviceLoginDraft,
  type DeviceLoginLimits,
  type DeviceLogins,
  DEVICE_INTERVAL_S,
  deviceStateOf,
  freeName,
} from '../../domain/people/device-login.ts'
import type { Grant } from '../../domain/people/permission.ts'
import type { Connections, Writing } from '../connections.ts'
import { count } from '../paging.ts'
import { orConflict } from '../or-conflict.ts'
import { lockOf } from '../revisions.ts'
import { insertAccessToken } from './access-tokens.ts'
import type { DeviceLoginTable } from './people-tables.ts'

/** Name of the lock under which log-ins begin, so that those at the same time are counted. */
const BEGINNING = 'device logins'

export function createDeviceLogins(connections: Connections): DeviceLogins {
  const { lookUp, write, lock, now } = connections
  return {
    create: (draft, limits) =>
      orConflict(connections, 'another log-in has the same code: begin again', () =>
        write.transaction().execute(async (transaction) => {
          await lock(transaction, BEGINNING)
          return begin(transaction, draft, limits)
        }),
      ),
    async byUserCode(userCode) {
      const one = lookUp.selectFrom('device_login').selectAll().where('user_code', '=', userCode)
      const row = await one.where('decision', 'is', null).where('expires_at', '>', now()).executeTakeFirst()
      return row === undefined ? null : deviceLoginOf(row)
    },
    async decide(userCode, decision) {
      const update = write
        .updateTable('device_login')
        .set(columnsOf(decision))
        .where('user_code', '=', userCode)
      const open = update.where('decision', 'is', null).where('expires_at', '>', now())
      return (await open.executeTakeFirstOrThrow()).numUpdatedRows > 0n
    },
    claim: (deviceCodeHash, token) =>
      write.transaction().execute((transaction) => claim({ lock, now, transaction }, deviceCodeHash, token)),
  }
}

async function begin(
  transaction: Writing,
  { userCode, deviceCodeHash, client, address, createdAtMs, expiresAtMs }: DeviceLoginDraft,
  limits: DeviceLoginLimits,
): Promise<keyof DeviceLoginLimits | null> {
  await transaction.deleteFrom('device_login').where('expires_at', '<=', createdAtMs).execute()
  const all = transaction.selectFrom('device_login')
  if ((await count(all)) >= limits.all) return 'all'
  if ((await count(all.where('address', '=', address))) >= limits.address) return 'address'
  const times = { created_at: createdAtMs, expires_at: expiresAtMs, interval_s: DEVICE_INTERVAL_S }
  const codes = { user_code: userCode, device_code_hash: deviceCodeHash }
  await transaction
    .insertInto('device_login')
    .values({ ...codes, client, address, ...times })
    .execute()
  return null
}

type Claiming = Pick<Connections, 'lock' | 'now'> & { readonly transaction: Writing }

async function claim(claiming: Claiming, deviceCodeHash: string, wanted: ClaimedToken): Promise<Claimed> {
  const { transaction, lock, now } = claiming
  // Two claims at the same time must not make two tokens.
  await lock(transaction, `device login ${deviceCodeHash}`)
  const one = transaction
    .selectFrom('device_login')
    .selectAll()
    .where('device_code_hash', '=', deviceCodeHash)
  const row = await one.executeTakeFirst()
  if (row === undefined) return { state: 'expired_token', intervalS: DEVICE_INTERVAL_S }
  const login = deviceLoginOf(row)
  const { state, intervalS } = deviceStateOf(login, now())
  if (state === 'authorization_pending' || state === 'slow_down') {
    const asked = { asked_at: now(), interval_s: intervalS }
    await transaction.updateTable('device_login').set(asked).where('id', '=', login.id).execute()
    return { state, intervalS }
  }
  const granted = state === 'approved' ? await tokenFor(claiming, login, wanted) : null
  await transaction.deleteFrom('device_login').where('id', '=', login.id).execute()
  return granted ?? { state: state === 'approved' ? 'access_denied' : state, intervalS }
}

/** Null when the user has been removed since. */
async function tokenFor(
  { transaction, lock, now }: Claiming,
  { client, decision }: DeviceLogin,
  { secretHash, expiryOf }: ClaimedToken,
): Promise<Claimed | null> {
  if (decision === null || !decision.isApproved) return null
  const { userId, durationDays, limits } = decision
  // Before the log-in goes: who removes the user takes the lock first, too.
  await lock(transaction, lockOf({ kind: 'user', id: userId }))
  const named = transaction.selectFrom('user').select('name').where('id', '=', userId)
  const user = await named.executeTakeFirst()
  if (user === undefined) return null
  const own = transaction.selectFrom('access_token').select('name').where('user_id', '=', userId)
  const taken = new Set((await own.execute()).map(({ name }) => name))
  const draft = {
    userId,
    name: freeName(client, taken),
    secretHash,
    limits,
    expiresAtMs: expiryOf(durationDays),
  }
  const token: AccessToken = await insertAccessToken(transaction, draft, now())
  return { state: 'granted', token, userName: user.name }
}

function columnsOf(decision: DeviceDecision) {
  if (!decision.isApproved) return { decision: 'denied' }
  const { userId, durationDays, limits } = decision
  return {
    decision: 'approved',
    user_id: userId,
    duration_days: durationDays,
    limits_json: limits === null ? null : JSON.stringify(limits),
  }
}

function deviceLoginOf(row: Selectable<DeviceLoginTable>): DeviceLogin {
  return {
    id: row.id,
    userCode: row.user_code,
    client: row.client,
    address: row.address,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    decision: decisionOf(row),
    askedAtMs: row.asked_at,
    intervalS: row.interval_s,
  }
}

function decisionOf(row: Selectable<DeviceLoginTable>): DeviceDecision | null {
  if (row.decision === null) return null
  if (row.decision === 'denied') return { isApproved: false }
  const { user_id, duration_days, limits_json } = row
  if (user_id === null || duration_days === null)
    throw new Error(`the device login ${row.id} was approved by nobody`)
  const limits = limits_json === null ? null : (JSON.parse(limits_json) as Grant[])
  return { isApproved: true, userId: user_id, durationDays: duration_days, limits }
}
