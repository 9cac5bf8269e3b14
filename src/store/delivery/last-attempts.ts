import { sql } from 'kysely'
import type { LastAttempt } from '../../domain/delivery/history.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { ATTEMPTS_WITH_BASES, answerStatus, failureCode } from './answer-parts.ts'

interface LastAttemptRow {
  readonly delivery_id: number
  readonly number: number
  readonly started_at: number
  readonly duration_ms: number
  readonly status: number | null
  readonly failure_code: string | null
}

/** How the last attempts of some deliveries ended, by the delivery. */
export async function lastAttemptsOf(
  read: Connections['read'],
  deliveryIds: readonly number[],
): Promise<ReadonlyMap<number, LastAttempt>> {
  if (deliveryIds.length === 0) return new Map()
  const rows = await rowsOf(
    read,
    sql<LastAttemptRow>`select a.delivery_id, a.number, a.started_at, a.duration_ms, ${answerStatus} as status,
        ${failureCode} as failure_code
      from ${ATTEMPTS_WITH_BASES} where a.delivery_id in (${sql.join(deliveryIds)})
        and a.number = (select max(number) from attempt where delivery_id = a.delivery_id)`,
  )
  return new Map(rows.map((row) => [row.delivery_id, lastAttemptOf(row)]))
}

function lastAttemptOf(row: LastAttemptRow): LastAttempt {
  return {
    number: row.number,
    startedAtMs: row.started_at,
    durationMs: row.duration_ms,
    status: row.status,
    failureCode: row.failure_code,
  }
}
