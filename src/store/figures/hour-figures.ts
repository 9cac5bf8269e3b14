import { type Kysely, sql } from 'kysely'
import { type Figures, NO_FIGURES, addFigures } from '../../domain/figures/figures.ts'
import { HOUR_MS, type HourFigures } from '../../domain/figures/hour-figures.ts'
import type { Connections, Writing } from '../connections.ts'
import type { Schema } from '../schema.ts'
import { changedHours } from './changed-hours.ts'
import { countDeliveries } from './count-deliveries.ts'
import { hourRow } from './hour-rows.ts'
import { ALL_PROJECTS } from './hour-tables.ts'
import { keepLookedAt, noteHours } from './note-hours.ts'

/** Rows of one statement. */
const ROWS = 200
/** Hours that are forgotten at a time. */
const FORGOTTEN = 48

/** Counts on the connections of lists; only the results are written, in small transactions. */
export function createHourFigures({ read, write, now }: Connections): HourFigures {
  return {
    async findChanged() {
      const nowMs = now()
      const hours = await changedHours(read, nowMs)
      await write.transaction().execute(async (transaction) => {
        await noteHours(transaction, hours)
        await keepLookedAt(transaction, nowMs)
      })
    },
    async countNext() {
      const noted = read.selectFrom('hour_to_count').selectAll().orderBy('hour_at', 'desc').limit(1)
      const hour = await noted.executeTakeFirst()
      if (hour === undefined) return false
      const counted_at = now()
      const ofProjects = await countHour(read, hour.hour_at)
      await write.transaction().execute(async (transaction) => {
        if (await takeOff(transaction, hour))
          await replaceHour(transaction, { hour_at: hour.hour_at, counted_at }, ofProjects)
      })
      return true
    },
    async forgetBefore(beforeMs) {
      await sql`delete from hour_figures where project_id <> ${ALL_PROJECTS} and hour_at in (
        select distinct hour_at from hour_figures where hour_at < ${beforeMs} and project_id <> ${ALL_PROJECTS}
        order by hour_at limit ${FORGOTTEN})`.execute(write)
    },
  }
}

/** The figures of an hour by project, those of all together included; nothing where no delivery of it is stored. */
async function countHour(read: Kysely<Schema>, hourAt: number): Promise<ReadonlyMap<number, Figures>> {
  const span = { sinceMs: hourAt, untilMs: hourAt + HOUR_MS, stepMs: HOUR_MS, projectId: 'each' } as const
  const counted = await countDeliveries(read, span)
  if (counted.length === 0) return new Map()
  const all = counted.reduce((sum, { figures }) => addFigures(sum, figures), NO_FIGURES)
  return new Map([
    [ALL_PROJECTS, all],
    ...counted.map(({ projectId, figures }) => [projectId, figures] as const),
  ])
}

/** @returns false when it was noted again since it was read: what was counted by then may be wrong already */
async function takeOff(
  transaction: Writing,
  { hour_at, times }: { readonly hour_at: number; readonly times: number },
): Promise<boolean> {
  const taken = transaction.deleteFrom('hour_to_count').where('hour_at', '=', hour_at)
  return (await taken.where('times', '=', times).executeTakeFirst()).numDeletedRows > 0n
}

async function replaceHour(
  transaction: Writing,
  key: { readonly hour_at: number; readonly counted_at: number },
  ofProjects: ReadonlyMap<number, Figures>,
): Promise<void> {
  await transaction
    .deleteFrom('hour_figures')
    .where('hour_at', '=', key.hour_at)
    .where('removed', '=', 0)
    .execute()
  const rows = [...ofProjects].map(([project_id, figures]) =>
    hourRow({ ...key, project_id, removed: 0 }, figures),
  )
  for (let first = 0; first < rows.length; first += ROWS)
    await transaction
      .insertInto('hour_figures')
      .values(rows.slice(first, first + ROWS))
      .execute()
}
