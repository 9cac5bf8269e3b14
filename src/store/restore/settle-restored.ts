import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Writing } from '../connections.ts'
import type { MoveTarget } from '../move/move-end.ts'
import { openServiceClock } from '../clock/open-service-clock.ts'
import { rulesChanger } from '../rules-revision.ts'
import { openEverySecret } from '../reseal.ts'
import type { Schema } from '../schema.ts'
import { refreshHeldTargets } from '../target/refresh-held-targets.ts'

/** Who holds the deliveries of a restored database. */
export const HELD_BY = 'bellbuoy restore'
/** More than an installation gives out between two backups. */
const GAP = 1_000_000

export interface Settling {
  readonly database: MoveTarget
  /** Opens the secrets that are stored. */
  readonly secrets: SecretBox
  readonly clock: Clock
  readonly longestStopMs: number
}

/** What waits in a restored database. */
export interface Waiting {
  readonly deliveries: number
  /** When the oldest was created; null when none waits. */
  readonly sinceMs: number | null
}

/**
 * Prepares a database that was restored from a backup: nothing is sent until a person releases it, and numbers that were given out after the
 * backup are not given out again, to deliveries or to the events of a repository.
 *
 * @throws Error when a stored secret is sealed with another key; then nothing has changed
 */
export async function settleRestored(settling: Settling): Promise<Waiting> {
  const { database, secrets, clock } = settling
  const { write, catalog } = database
  await openEverySecret(write, secrets)
  await catalog.skipDeliveryIds(write, GAP)
  await changeHold(settling, async (transaction) => {
    await sql`update repository set sequence = sequence + ${GAP} where sequence > 0`.execute(transaction)
    const hold = { project_id: GLOBAL_PROJECT_ID, held_at: clock.now(), held_by: HELD_BY }
    await transaction
      .insertInto('hold')
      .values(hold)
      .onConflict((conflict) => conflict.column('project_id').doNothing())
      .execute()
  })
  return waitingIn(write)
}

/** Ends the hold of a restored database, so that the next start sends what waits; false when nothing is held so. */
export async function releaseRestored(settling: Omit<Settling, 'secrets'>): Promise<boolean> {
  return changeHold(settling, async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('hold')
      .where('project_id', '=', GLOBAL_PROJECT_ID)
      .where('held_by', '=', HELD_BY)
      .executeTakeFirst()
    return numDeletedRows > 0n
  })
}

async function changeHold<Result>(
  { database: { write, lock }, clock, longestStopMs }: Omit<Settling, 'secrets'>,
  change: (transaction: Writing) => Promise<Result>,
): Promise<Result> {
  const serviceClock = await openServiceClock(write, clock, longestStopMs)
  const changeRules = rulesChanger({ write, lock }, () => undefined)
  return changeRules(async (transaction) => {
    const result = await change(transaction)
    await refreshHeldTargets(transaction, { projectId: GLOBAL_PROJECT_ID }, serviceClock.now())
    return result
  })
}

async function waitingIn(write: Kysely<Schema>): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*) as deliveries, min(created_at) as "sinceMs" from delivery where state in ('pending', 'running')`.execute(
    write,
  )
  return rows[0] ?? { deliveries: 0, sinceMs: null }
}
