import type { Claim, Claimed, TargetWant } from '../../../domain/delivery/queue.ts'
import { type LeasedRow, leasedDelivery } from '../../delivery/leased-delivery.ts'
import { revisionOf } from './revision.ts'
import { type Session, asRecords, statement } from './session.ts'

interface ClaimedRow extends LeasedRow {
  readonly target_id: number
  /** With the one that the claim is for. */
  readonly attempts: number
}

interface NextRow {
  readonly target_id: number
  readonly due_at: number | null
  readonly begun_at: number | null
  readonly is_resting: number
}

/** Nothing is due for a held target until it is released, and the dispatcher hears of that; nor while what waits is stopped. */
const IS_RESTING =
  'select 1 from target t where t.id = x.target_id and (held_from is not null or stop_up_to is not null)'

/** What another node is claiming is passed over. */
function leasing(condition: string) {
  return statement(`
    with due as materialized (
      select d.id, d.due_at, x.n
      from json_to_recordset($1::json) as x(n bigint, target_id bigint, room bigint)
      cross join lateral (
        select id, due_at from delivery
        where state = 'pending' ${condition} and target_id = x.target_id and due_at <= $2
        order by due_at limit x.room for update skip locked) d
      where not exists (${IS_RESTING})),
    leased as (
      update delivery d set state = 'running', due_at = null, attempts = d.attempts + 1, lease_owner = $3, lease_until = $4,
        updated_at = $2
      from due where d.id = due.id
      returning d.id, d.event_id, d.reported_as, d.project_id, d.policy_id, d.target_id, d.payload_id, d.attempts, d.failures, d.redelivery,
        due.n, due.due_at as was_due_at)
    select l.id, e.uuid as event_uuid, coalesce(l.reported_as, e.type) as event_type, e.repository, l.project_id, l.policy_id,
      l.target_id, l.attempts, l.failures, l.redelivery, p.content_type, p.headers_json, p.body, p.unrendered
    from leased l join event e on e.id = l.event_id join payload p on p.id = l.payload_id
    order by l.n, l.was_due_at, l.id`)
}

const LEASE_DUE = leasing('')
const LEASE_BEGUN = leasing('and attempts > 0')

const SELECT_NEXT = statement(`
  select target_id, (select min(due_at) from delivery d where d.state = 'pending' and d.target_id = x.target_id) as due_at,
    (select min(due_at) from delivery d where d.state = 'pending' and d.attempts > 0 and d.target_id = x.target_id) as begun_at,
    exists (${IS_RESTING}) as is_resting
  from unnest($1::bigint[]) as x(target_id)`)

/** Leases what is due for the targets that have room; a few index look-ups a target, whatever waits behind. */
export async function claim(session: Session, asked: Claim): Promise<Claimed> {
  const ids = asked.wants.map(({ targetId }) => targetId)
  const leasing = leaseDue(session, asked)
  if (asked.wants.some(isLimited)) await leasing
  const [leased, revision, next] = await Promise.all([
    leasing,
    revisionOf(session),
    session.ask<NextRow>(SELECT_NEXT, ids),
  ])
  const nextOf = new Map(next.map((row) => [row.target_id, row]))
  return {
    revision,
    deliveries: leased.map((row) => leasedDelivery(row, { targetId: row.target_id, attempt: row.attempts })),
    waiting: asked.wants.map((want) => waitingOf(want, nextOf.get(want.targetId))),
  }
}

function isLimited({ fresh }: TargetWant): boolean {
  return fresh !== undefined
}

/** Where fresh deliveries are limited, others go first. */
async function leaseDue(
  session: Session,
  { lease: { owner, untilMs }, nowMs, wants }: Claim,
): Promise<readonly ClaimedRow[]> {
  const lease = async (how: typeof LEASE_DUE, some: readonly TargetWant[]): Promise<readonly ClaimedRow[]> =>
    some.length === 0
      ? []
      : session.ask<ClaimedRow>(
          how,
          asRecords(some.map(({ targetId, room }, n) => ({ n, target_id: targetId, room }))),
          nowMs,
          owner,
          untilMs,
        )
  const limited = wants.filter(isLimited)
  const [due, begun] = await Promise.all([
    lease(
      LEASE_DUE,
      wants.filter((want) => !isLimited(want)),
    ),
    lease(LEASE_BEGUN, limited),
  ])
  const served = new Set(begun.map((row) => row.target_id))
  const unserved = limited.flatMap((want) =>
    served.has(want.targetId) ? [] : [{ ...want, room: Math.min(want.fresh ?? 0, want.room) }],
  )
  return [...due, ...begun, ...(await lease(LEASE_DUE, unserved))]
}

function waitingOf({ targetId, fresh }: TargetWant, row: NextRow | undefined): Claimed['waiting'][number] {
  if (row === undefined || row.is_resting === 1) return { targetId, dueAtMs: null }
  const { due_at: dueAtMs, begun_at: begunAtMs } = row
  if (fresh === undefined || dueAtMs === null) return { targetId, dueAtMs }
  return { targetId, dueAtMs: begunAtMs, ...(begunAtMs !== dueAtMs && { holdsFresh: true }) }
}
