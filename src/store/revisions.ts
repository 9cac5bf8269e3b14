import { createHash } from 'node:crypto'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Guard, Revised, Revisions } from '../domain/revision.ts'
import type { Connections, Writing } from './connections.ts'
import { rowsOf } from './rows-of.ts'
import type { Schema } from './schema.ts'
import { APPLIED, NOTIFICATIONS_ENABLED } from './setting-names.ts'

/** Columns that change by themselves, and hashes, which a revision must not let anyone try guesses on. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'last_event_at',
  'refused_since',
  'last_refused_at',
  'wrong_token_since',
  'wrong_token_last',
  'wrong_token_from',
  'stop_up_to',
  'stop_reason',
  'unreachable_since',
  'unreachable_reason',
  'secret_hash',
  'password_hash',
  'groups_json',
])
/** Characters of base64url: 132 bits. */
const LENGTH = 22

export function createRevisions({ read }: Connections): Revisions {
  return { of: (thing) => revisionOf(read, thing) }
}

/**
 * Runs a change of a thing, guarded. Both must belong to one transaction: of two changes that know the same revision, the second
 * then finds another one.
 */
export async function guarded<Result>(
  transaction: Writing,
  thing: Revised,
  guard: Guard | undefined,
  change: () => Promise<Result>,
): Promise<Result> {
  if (guard === undefined) return change()
  const before = await revisionOf(transaction, thing)
  // What is not there is for the change to report.
  if (before !== null) guard.assertKnown(before)
  const result = await change()
  const after = await revisionOf(transaction, thing)
  if (after !== null) guard.changed(after)
  return result
}

/** Runs a change of a thing in a transaction of its own, guarded. */
export function changing<Result>(
  { write, lock }: Pick<Connections, 'write' | 'lock'>,
  thing: Revised,
  guard: Guard | undefined,
  change: (transaction: Writing) => Promise<Result>,
): Promise<Result> {
  return write.transaction().execute(async (transaction) => {
    await lock(transaction, lockOf(thing))
    return guarded(transaction, thing, guard, () => change(transaction))
  })
}

/** Name of the lock under which a thing changes. */
export function lockOf(thing: Revised): string {
  if ('uuid' in thing) return `${thing.kind} ${thing.uuid}`
  return 'id' in thing ? `${thing.kind} ${thing.id}` : thing.kind
}

async function revisionOf(from: Kysely<Schema>, thing: Revised): Promise<string | null> {
  const rows: object[] = []
  for (const select of rowsOfThing(thing)) rows.push(...(await rowsOf(from, select)))
  if (rows.length === 0) return null
  const text = JSON.stringify(rows, (key, value: unknown) => (LEFT_OUT.has(key) ? undefined : value))
  return createHash('sha256').update(text).digest('base64url').slice(0, LENGTH)
}

/** All that is stored of a thing. */
function rowsOfThing(thing: Revised): readonly RawBuilder<object>[] {
  switch (thing.kind) {
    case 'policy': {
      const owner = thing.projectId === undefined ? sql`true` : sql`project_id = ${thing.projectId}`
      const live = sql`select * from policy where id = ${thing.id} and ${owner} and deleted_at is null`
      return [
        sql`${live}`,
        sql`select * from target where policy_id in (select id from (${live}) as live) and deleted_at is null order by id`,
      ]
    }
    case 'member': {
      const owner = thing.projectId === undefined ? sql`true` : sql`project_id = ${thing.projectId}`
      return [sql`select * from member where id = ${thing.id} and ${owner}`]
    }
    case 'quota':
      return [
        sql`select p.id, q.limit_bytes from project p left join quota q on q.project_id = p.id
          where p.id = ${thing.id} and p.deleted_at is null`,
      ]
    case 'scanner':
      return [sql`select * from scanner where uuid = ${thing.uuid}`]
    case 'settings':
      return [
        sql`select (select value from setting where name = ${NOTIFICATIONS_ENABLED}) as notifications,
          (select value from setting where name = ${APPLIED}) as applied`,
      ]
    case 'robot':
    case 'user':
      return [sql`select * from ${sql.table(thing.kind)} where id = ${thing.id}`]
    case 'project':
    case 'source':
      return [sql`select * from ${sql.table(thing.kind)} where id = ${thing.id} and deleted_at is null`]
  }
}
