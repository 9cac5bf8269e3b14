import type { Birth } from './store-deliveries.ts'
import { type Session, asRecords, statement } from './session.ts'

const UPSERT = statement(`
  insert into last_trigger (policy_id, event_type, at, deliveries)
  select x.policy_id, x.event_type, max(x.at), count(*)
  from json_to_recordset($1::json) as x(policy_id bigint, event_type text, at bigint)
  group by x.policy_id, x.event_type order by x.policy_id, x.event_type
  on conflict (policy_id, event_type) do update set at = greatest(last_trigger.at, excluded.at),
    deliveries = last_trigger.deliveries + excluded.deliveries`)

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
