import { type Kysely, type RawBuilder, sql } from 'kysely'
import {
  type AlikeDeliveries,
  type Figures,
  NO_FIGURES,
  withDeliveries,
} from '../../domain/figures/figures.ts'
import { WAIT_BOUNDS_MS } from '../../domain/figures/waits.ts'
import { firstDeliveryAfter, firstDeliverySince } from '../delivery/first-delivery.ts'
import { RECOVERED } from '../delivery/again/recover.ts'
import { ALL_PROJECTS } from './hour-tables.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'

export interface CountedSpan {
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
  /** `each`: those of all projects, project by project; null: those of all together. */
  readonly projectId: number | 'each' | null
  /** Deliveries are counted apart by spans of this length. */
  readonly stepMs: number
}

export interface CountedFigures {
  readonly atMs: number
  /** 0 where those of all projects are counted together. */
  readonly projectId: number
  readonly figures: Figures
}

interface GroupRow {
  readonly at: number
  readonly project_id: number
  readonly outcome: AlikeDeliveries['outcome']
  readonly wait_class: number | null
  readonly count: number
}

/** Counts the deliveries of a time. Its cost grows with their number. */
export async function countDeliveries(
  read: Kysely<Schema>,
  { sinceMs, untilMs, projectId, stepMs }: CountedSpan,
): Promise<readonly CountedFigures[]> {
  const ofProject = typeof projectId === 'number' ? sql`and project_id = ${sql.lit(projectId)}` : sql``
  const project = projectId === 'each' ? sql`project_id` : sql.lit(projectId ?? ALL_PROJECTS)
  const step = sql.lit(stepMs)
  const rows = await rowsOf(
    read,
    sql<GroupRow>`select created_at / ${step} * ${step} as at, ${project} as project_id, ${OUTCOME} as outcome, ${WAIT_CLASS} as wait_class,
        count(*) as count
      from delivery where id >= ${firstDeliverySince(sinceMs)} and id < ${firstDeliveryAfter(untilMs)}
        and created_at >= ${sql.lit(sinceMs)} and created_at < ${sql.lit(untilMs)} ${ofProject}
      group by 1, ${projectId === 'each' ? sql`project_id,` : sql``} 3, 4`,
  )
  const counted = new Map<string, CountedFigures>()
  for (const { at: atMs, project_id, outcome, wait_class, count } of rows) {
    const key = `${atMs} ${project_id}`
    const before = counted.get(key)?.figures ?? NO_FIGURES
    const figures = withDeliveries(before, { count, outcome, waitClass: wait_class })
    counted.set(key, { atMs, projectId: project_id, figures })
  }
  return [...counted.values()]
}

const OUTCOME = sql<AlikeDeliveries['outcome']>`case when ${RECOVERED} then 'redelivered'
  when state = 'success' then 'delivered' when state = 'error' then 'failed' when state in ('stopped', 'expired') then state
  else 'pending' end`

const WAIT_CLASS = sql<
  number | null
>`case when state = 'success' then ${classIn(0, WAIT_BOUNDS_MS.length - 1)} end`

/** The class of a wait between two classes, found by halving, as an expression. */
function classIn(first: number, last: number): RawBuilder<number> {
  if (first === last) return sql.lit(first)
  const middle = Math.floor((first + last) / 2)
  return sql`case when ended_at - created_at <= ${sql.lit(WAIT_BOUNDS_MS[middle])}
    then ${classIn(first, middle)} else ${classIn(middle + 1, last)} end`
}
