import type { DecidedEvent, HeldChange } from '../../domain/delivery/queue.ts'
import type { ServiceClock } from './service-clock.ts'

/** The times until which events are held, by the service clock; nearly always there are none, or the clocks agree. */
export function inServiceTime<Batch extends { readonly events: readonly DecidedEvent[] }>(
  acceptance: Batch,
  { aheadMs }: Pick<ServiceClock, 'aheadMs'>,
): Batch {
  if (aheadMs === 0) return acceptance
  const events = acceptance.events.map((event) => ({
    ...event,
    heldUntilMs: event.heldUntilMs === null ? null : event.heldUntilMs + aheadMs,
    ...(event.heldChanges !== undefined && {
      heldChanges: event.heldChanges.map((one) => moved(one, aheadMs)),
    }),
  }))
  return { ...acceptance, events }
}

/** As `inServiceTime`, for changes that no new event brings about. */
export function changesInServiceTime(
  changes: readonly HeldChange[],
  { aheadMs }: Pick<ServiceClock, 'aheadMs'>,
): readonly HeldChange[] {
  return aheadMs === 0 ? changes : changes.map((one) => moved(one, aheadMs))
}

function moved(change: HeldChange, byMs: number): HeldChange {
  return 'mergedInto' in change ? change : { ...change, heldUntilMs: change.heldUntilMs + byMs }
}
