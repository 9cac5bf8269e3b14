import { type Kysely, sql } from 'kysely'
import { type Figures, NO_FIGURES, addFigures } from '../../domain/figures/figures.ts'
import { HOUR_MS, hourOf } from '../../domain/figures/hour-figures.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { figuresIn } from './hour-rows.ts'
import { ALL_PROJECTS, type HourTable } from './hour-tables.ts'

/** Rows that are read at a time, so that nobody waits for them. An hour has two at the most. */
const PAGE = 1000

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
  query: HoursQuery,
): Promise<ReadonlyMap<number, CountedHour>> {
  const hours = new Map<number, CountedHour>()
  let first: number | null = hourOf(query.sinceMs)
  while (first !== null) {
    const page = await readPage(read, query, first)
    // The other row of the last hour may be on the next page, which begins with that hour.
    const next: number | null = page.length < PAGE ? null : (page.at(-1)?.hour_at ?? null)
    for (const row of page.filter(({ hour_at }) => hour_at !== next)) {
      const known = hours.get(row.hour_at)
      hours.set(row.hour_at, {
        figures: addFigures(known?.figures ?? NO_FIGURES, figuresIn(row)),
        countedAtMs: Math.max(known?.countedAtMs ?? 0, row.counted_at),
      })
    }
    first = next
  }
  return hours
}

function readPage(
  read: Kysely<Schema>,
  { projectId, untilMs }: HoursQuery,
  first: number,
): Promise<readonly HourTable[]> {
  const ofProject = read
    .selectFrom('hour_figures')
    .selectAll()
    .where('project_id', '=', projectId ?? ALL_PROJECTS)
  const inTime = ofProject.where('hour_at', '>=', first).where('hour_at', '<', untilMs)
  return inTime.orderBy('hour_at').limit(PAGE).execute()
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
