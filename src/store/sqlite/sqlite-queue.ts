import type { Kysely } from 'kysely'
import type { Queue } from '../../domain/delivery/queue.ts'
import { readWaitingTargets } from '../delivery/waiting-targets.ts'
import { readHeldEvents } from '../event/held-events.ts'
import { changesInServiceTime, inServiceTime } from '../clock/in-service-time.ts'
import type { Schema } from '../schema.ts'
import type { ServiceClock } from '../clock/service-clock.ts'
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
      await writer.submit('changeHeld', changesInServiceTime(changes, serviceClock))
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
