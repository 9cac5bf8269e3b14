import { type ReceivedEvents, keptOutCount } from '../../../domain/event/source-account.ts'
import { type Session, asRecords, change } from './session.ts'
import { TAKE_STRIPE } from './stripe.ts'

/** What a source reported, and how many of the events had been stored before. */
export interface Received {
  readonly received: ReceivedEvents
  readonly repeated: number
}

const UPSERT = change(`
  with ${TAKE_STRIPE}
  insert into source_account_stripe as total (source_id, stripe, received, repeated, merged, kept_out)
  select x.source_id, taken.stripe, sum(x.received), sum(x.repeated), sum(x.merged), sum(x.kept_out)
  from taken cross join json_to_recordset($1::json) as x(source_id bigint, received bigint, repeated bigint, merged bigint,
    kept_out bigint)
  group by x.source_id, taken.stripe order by x.source_id
  on conflict (source_id, stripe) do update set received = total.received + excluded.received,
    repeated = total.repeated + excluded.repeated, merged = total.merged + excluded.merged,
    kept_out = total.kept_out + excluded.kept_out`)

const UPSERT_REASONS = change(`
  with ${TAKE_STRIPE}
  insert into kept_out_stripe as total (source_id, reason, stripe, count, last_at)
  select x.source_id, x.reason, taken.stripe, sum(x.count), max(x.last_at)
  from taken cross join json_to_recordset($1::json) as x(source_id bigint, reason text, count bigint, last_at bigint)
  group by x.source_id, x.reason, taken.stripe order by x.source_id, x.reason
  on conflict (source_id, reason, stripe) do update set count = total.count + excluded.count,
    last_at = greatest(total.last_at, excluded.last_at)`)

/** Counts what sources reported. Call it last in a transaction: others that count for the same sources wait for its end. */
export function countReceived(session: Session, counts: readonly Received[]): void {
  if (counts.length === 0) return
  const rows = counts.map(({ received, repeated }) => ({
    source_id: received.sourceId,
    received: received.received,
    repeated,
    merged: received.merged,
    kept_out: keptOutCount(received),
  }))
  const reasons = counts.flatMap(({ received: { sourceId, keptOut, atMs } }) =>
    Object.entries(keptOut).flatMap(([reason, count]) =>
      count > 0 ? [{ source_id: sourceId, reason, count, last_at: atMs }] : [],
    ),
  )
  session.tell(UPSERT, asRecords(rows))
  if (reasons.length > 0) session.tell(UPSERT_REASONS, asRecords(reasons))
}
