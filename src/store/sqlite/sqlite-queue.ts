import type { Kysely } from 'kysely'
import type { DecidedEvent, HeldChange, Queue } from '../../domain/delivery/queue.ts'
import { readWaitingTargets } from '../delivery/waiting-targets.ts'
import { readHeldEvents } from '../event/held-events.ts'
import type { Schema } from '../schema.ts'
import type { ServiceClock } from '../service-clock.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

export interface SqliteQueueParts {
  readonly writer: SqliteWriter
  readonly read: Kysely<Schema>
  readonly serviceClock: ServiceClock
}

/**
 * The queue: whatever changes it goes through the writer, as a hot operation. Ages of deliveries and the times until which events
 * are held are stored by the service clock; callers know the clock of the system alone.
 */
export function sqliteQueue({ writer, read, serviceClock }: SqliteQueueParts): Queue {
  return {
    accept: (acceptance) =>
      writer.submit('accept', { ...inServiceTime(acceptance, serviceClock), serviceMs: serviceClock.now() }),
    async countReceived(received) {
      await writer.submit('countReceived', received)
    },
    settle: (settlement) => writer.submit('settle', { ...settlement, serviceMs: serviceClock.now() }),
    async held({ dueAtMs, ...filter }) {
      const { aheadMs } = serviceClock
      const due = dueAtMs === undefined ? {} : { dueAtMs: dueAtMs + aheadMs }
      const held = await readHeldEvents(read, { ...filter, ...due })
      return held.map((event) => ({ ...event, heldUntilMs: event.heldUntilMs - aheadMs }))
    },
    async changeHeld(changes) {
      const { aheadMs } = serviceClock
      await writer.submit('changeHeld', aheadMs === 0 ? changes : changes.map((one) => moved(one, aheadMs)))
    },
    storeManifest: (observed) => writer.submit('storeManifest', observed),
    claim: (claim) => writer.submit('claim', claim),
    keepRendering: (rendering) => writer.submit('keepRendering', rendering),
    complete: (completion) => writer.submit('complete', completion),
    async giveBack(returned) {
      await writer.submit('giveBack', returned)
    },
    sweep: (sweep) => writer.submit('sweep', { ...sweep, serviceTime: serviceClock.reading() }),
    waitingTargets: () => readWaitingTargets(read),
  }
}

function moved(change: HeldChange, byMs: number): HeldChange {
  return 'mergedInto' in change ? change : { ...change, heldUntilMs: change.heldUntilMs + byMs }
}

/** Moves the times until which events are held; nearly always there are none, or the clocks agree. */
function inServiceTime<Batch extends { readonly events: readonly DecidedEvent[] }>(
  acceptance: Batch,
  { aheadMs }: ServiceClock,
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
