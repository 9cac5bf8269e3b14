import { type Kysely, sql } from 'kysely'
import { type Figures, NO_FIGURES, addFigures } from '../../domain/figures/figures.ts'
import { HOUR_MS, hourOf } from '../../domain/figures/hour-figures.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { figuresIn } from './hour-rows.ts'
import { ALL_PROJECTS } from './hour-tables.ts'

/** Hours that are read at a time, so that nobody waits for their rows. */
const SLICE_MS = 1000 * HOUR_MS

export interface HoursQuery {
  readonly projectId: number | null
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
}

export interface CountedHour {
  readonly figures: Figures
  /** Deliveries that were created before are in it. */
  readonly countedAtMs: number
}

/** The hours that lie in a time, or begin or end in it, by when they begin; those without deliveries are left out. */
export async function readHours(
  read: Kysely<Schema>,
  { projectId, sinceMs, untilMs }: HoursQuery,
): Promise<ReadonlyMap<number, CountedHour>> {
  const hours = new Map<number, CountedHour>()
  for (let first = hourOf(sinceMs); first < untilMs; first += SLICE_MS) {
    const rows = await read
      .selectFrom('hour_figures')
      .selectAll()
      .where('project_id', '=', projectId ?? ALL_PROJECTS)
      .where('hour_at', '>=', first)
      .where('hour_at', '<', Math.min(untilMs, first + SLICE_MS))
      .execute()
    for (const row of rows) {
      const known = hours.get(row.hour_at)
      hours.set(row.hour_at, {
        figures: addFigures(known?.figures ?? NO_FIGURES, figuresIn(row)),
        countedAtMs: Math.max(known?.countedAtMs ?? 0, row.counted_at),
      })
    }
  }
  return hours
}

/** When the newest hour ends that begins before a time and is not counted yet; null when all are. */
export async function uncountedUntil(read: Kysely<Schema>, beforeMs: number): Promise<number | null> {
  const [row] = await rowsOf(
    read,
    sql<{
      hour_at: number | null
    }>`select max(hour_at) as hour_at from hour_to_count n where hour_at < ${beforeMs}
      and not exists (select 1 from hour_figures h where h.project_id = ${ALL_PROJECTS} and h.hour_at = n.hour_at)`,
  )
  const hourAt = row?.hour_at ?? null
  return hourAt === null ? null : hourAt + HOUR_MS
}

/** When the newest hour of a time ends some of whose deliveries are removed; null when none are. */
export async function readRemovedUntil(
  read: Kysely<Schema>,
  { projectId, sinceMs, untilMs }: HoursQuery,
): Promise<number | null> {
  const removed = read
    .selectFrom('hour_figures')
    .select('hour_at')
    .where('project_id', '=', projectId ?? ALL_PROJECTS)
    .where('hour_at', '>=', hourOf(sinceMs))
    .where('hour_at', '<', untilMs)
    .where('removed', '=', 1)
  const row = await removed.orderBy('hour_at', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? null : row.hour_at + HOUR_MS
}
