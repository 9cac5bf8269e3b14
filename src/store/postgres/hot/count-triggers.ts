import type { Birth } from './store-deliveries.ts'
import { type Session, asRecords, change } from './session.ts'
import { TAKE_STRIPE } from './stripe.ts'

const UPSERT = change(`
  with ${TAKE_STRIPE}
  insert into last_trigger_stripe as total (policy_id, event_type, stripe, at, deliveries)
  select x.policy_id, x.event_type, taken.stripe, max(x.at), count(*)
  from taken cross join json_to_recordset($1::json) as x(policy_id bigint, event_type text, at bigint)
  group by x.policy_id, x.event_type, taken.stripe order by x.policy_id, x.event_type
  on conflict (policy_id, event_type, stripe) do update set at = greatest(total.at, excluded.at),
    deliveries = total.deliveries + excluded.deliveries`)

/**
 * Counts the deliveries of each policy and event type, for the last-triggered list. Call it last in a transaction: others that deliver by
 * the same policies wait for its end.
 */
export function countTriggers(session: Session, births: readonly Birth[]): void {
  const triggers = births.flatMap(({ decided: { event, deliveries } }) =>
    deliveries.map(({ policyId, eventType = event.type }) => ({
      policy_id: policyId,
      event_type: eventType,
      at: event.acceptedAtMs,
    })),
  )
  if (triggers.length > 0) session.tell(UPSERT, asRecords(triggers))
}
