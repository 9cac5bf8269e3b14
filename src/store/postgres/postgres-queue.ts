import type { Kysely } from 'kysely'
import type { Queue } from '../../domain/delivery/queue.ts'
import { readWaitingTargets } from '../delivery/waiting-targets.ts'
import { readHeldEvents } from '../event/held-events.ts'
import { changesInServiceTime, inServiceTime } from '../clock/in-service-time.ts'
import type { Schema } from '../schema.ts'
import type { RulesWatch } from '../rules-watch.ts'
import type { ServiceClock } from '../clock/service-clock.ts'
import { changeHeld } from './hot/change-held.ts'
import { claim } from './hot/claim.ts'
import { giveBack } from './hot/give-back.ts'
import { keepRendering } from './hot/keep-rendering.ts'
import { storeReadManifest } from './hot/registry/update-tags-and-manifests.ts'
import { settle } from './hot/settle.ts'
import type { HotWriter } from './hot-writer.ts'

export interface PostgresQueueParts {
  readonly hot: HotWriter
  readonly read: Kysely<Schema>
  readonly serviceClock: ServiceClock
  /** Hears by which rules deliveries were leased, before anybody attempts them. */
  readonly rules: Pick<RulesWatch, 'seen'>
  /** What is to be kept up beside the queue. */
  readonly upkeep: () => Promise<void>
}

/** The queue. As on SQLite, ages and the times until which events are held are stored by the service clock. */
export function postgresQueue({ hot, read, serviceClock, rules, upkeep }: PostgresQueueParts): Queue {
  return {
    accept: (acceptance) =>
      hot.accept({ ...inServiceTime(acceptance, serviceClock), serviceMs: serviceClock.now() }),
    countReceived: (received) => hot.countReceived(received),
    settle: (settlement) =>
      hot.forIntake((session) => settle(session, { ...settlement, serviceMs: serviceClock.now() })),
    async held({ dueAtMs, ...filter }) {
      const { aheadMs } = serviceClock
      const due = dueAtMs === undefined ? {} : { dueAtMs: dueAtMs + aheadMs }
      const held = await readHeldEvents(read, { ...filter, ...due })
      return held.map((event) => ({ ...event, heldUntilMs: event.heldUntilMs - aheadMs }))
    },
    changeHeld: (changes) =>
      hot.forIntake((session) => changeHeld(session, changesInServiceTime(changes, serviceClock))),
    storeManifest: (observed) => hot.forIntake((session) => storeReadManifest(session, observed)),
    async claim(asked) {
      const claimed = await hot.forDelivery((session) => claim(session, asked))
      rules.seen(claimed.revision)
      return claimed
    },
    keepRendering: (rendering) => hot.forDelivery((session) => keepRendering(session, rendering)),
    complete: (completion) => hot.complete(completion),
    giveBack: (returned) => hot.forDelivery((session) => giveBack(session, returned)),
    async sweep(asked) {
      const swept = await hot.sweep(asked, serviceClock)
      await upkeep()
      return swept
    },
    waitingTargets: () => readWaitingTargets(read),
  }
}
