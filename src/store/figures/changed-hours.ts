import { type Kysely, sql } from 'kysely'
import { HOUR_MS, hourOf } from '../../domain/figures/hour-figures.ts'
import { firstDeliveryAfter, firstDeliverySince } from '../delivery/first-delivery.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { FIGURES_LOOKED_AT } from '../setting-names.ts'
import { ALL_PROJECTS } from './hour-tables.ts'

/** Transactions that had not ended when somebody looked last are found the next time. */
const OVERLAP_MS = 60_000
/** Hours with deliveries that had not ended, at a time: those that were counted longest ago. */
const OPEN_HOURS = 6

/** The hours whose figures may not be right any more; all there are where nobody has looked before. */
export async function changedHours(read: Kysely<Schema>, nowMs: number): Promise<readonly number[]> {
  const setting = read.selectFrom('setting').select('value').where('name', '=', FIGURES_LOOKED_AT)
  const lookedAt = (await setting.executeTakeFirst())?.value
  if (lookedAt === undefined) return allHours(read, nowMs)
  const since = Number(lookedAt) - OVERLAP_MS
  return [...(await newHours(read, since)), ...(await openHours(read, hourOf(since)))]
}

/** The hours of new deliveries, and of the earlier ones in whose place they count. */
async function newHours(read: Kysely<Schema>, sinceMs: number): Promise<readonly number[]> {
  const hour = sql.lit(HOUR_MS)
  const rows = await rowsOf(
    read,
    sql<{ at: number }>`
      select created_at / ${hour} * ${hour} as at from delivery where id >= ${firstDeliverySince(sinceMs)} group by 1
      union
      select earlier.created_at / ${hour} * ${hour} from delivery d
      join delivery earlier on earlier.event_id = d.event_id and earlier.target_id = d.target_id and earlier.id < d.id
      where d.id >= ${firstDeliverySince(sinceMs)} and d.redelivery is not null`,
  )
  return rows.map(({ at }) => at)
}

async function openHours(read: Kysely<Schema>, beforeMs: number): Promise<readonly number[]> {
  // The condition of the index `hour_figures_open`, which serves no other.
  const rows = await rowsOf(
    read,
    sql<{ hour_at: number }>`select hour_at from hour_figures
      where project_id = ${sql.lit(ALL_PROJECTS)} and removed = 0 and pending > 0 and hour_at < ${beforeMs}
      order by counted_at limit ${sql.lit(OPEN_HOURS)}`,
  )
  return rows.map(({ hour_at }) => hour_at)
}

/** Goes from the newest delivery back, from hour to hour. */
async function allHours(read: Kysely<Schema>, nowMs: number): Promise<readonly number[]> {
  const hours: number[] = []
  let beforeMs = nowMs + 24 * HOUR_MS
  for (;;) {
    const [row] = await rowsOf(
      read,
      sql<{ created_at: number }>`select created_at from delivery
        where id < ${firstDeliveryAfter(beforeMs)} and created_at < ${sql.lit(beforeMs)} order by id desc limit 1`,
    )
    if (row === undefined) return hours
    beforeMs = hourOf(row.created_at)
    hours.push(beforeMs)
  }
}
