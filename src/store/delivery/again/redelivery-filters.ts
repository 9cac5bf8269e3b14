import { sql } from 'kysely'
import { FAILED_STATES } from '../../../domain/delivery/delivery-state.ts'
import type { DeliveryFilter } from '../../../domain/delivery/history.ts'
import { type SqlCondition, given } from '../../conditions.ts'

const WAS_SENT_AGAIN = sql`(d.redelivered_as is not null or (d.state = 'success' and d.redelivery is not null))`

/** Conditions on a delivery `d`: a search for failures finds none that was sent again, unless it asks for those. */
export function redeliveryFilters({
  states,
  isRedelivered,
  isToRedeliver,
}: DeliveryFilter): readonly SqlCondition[] {
  const isForFailures = FAILED_STATES.some((state) => states?.includes(state))
  const isSilent = isRedelivered === undefined && isToRedeliver === undefined
  return [
    ...given(isRedelivered, (is) => (is ? sql`d.redelivered_as is not null` : sql`d.redelivered_as is null`)),
    ...given(isToRedeliver, (is) => (is ? sql`not ${WAS_SENT_AGAIN}` : WAS_SENT_AGAIN)),
    ...(isForFailures && isSilent
      ? [sql`(d.redelivered_as is null or d.state not in (${sql.join(FAILED_STATES)}))`]
      : []),
  ]
}
