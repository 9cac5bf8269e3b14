import type { Config } from '../config.ts'
import { Dispatcher } from '../delivery/dispatcher.ts'
import { FailingPolicyWatch } from '../delivery/failing-policy-watch.ts'
import { Sweeper } from '../delivery/sweeper.ts'
import type { DeliveryCounts } from '../domain/delivery/delivery-counts.ts'
import type { Clock } from '../domain/clock.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import type { Store } from '../domain/store.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { Log } from '../log.ts'
import { createTargetKinds } from '../targets/target-kinds.ts'
import { USER_AGENT } from '../version.ts'
import { attemptsLimit } from './attempts-limit.ts'

export interface DeliverySideParts {
  readonly config: Config
  readonly store: Store
  readonly guard: AddressGuard
  readonly templates: Templates
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly noteExhausted: () => void
}

/** All that delivers stored events. */
export interface DeliverySide {
  readonly targetKinds: readonly TargetKind[]
  readonly dispatcher: Dispatcher
  readonly deliveryCounts: () => DeliveryCounts
}

/**
 * Starts to deliver what waits in the store.
 *
 * @param starting gets everything that has to be closed, in the order of its creation
 */
export async function startDeliverySide(
  { config, store, guard, templates, clock, random, log, noteExhausted }: DeliverySideParts,
  starting: AsyncDisposableStack,
): Promise<DeliverySide> {
  const { timeoutMs, smtp, retryRule, maxAgeMs } = config
  const targetKinds = createTargetKinds({
    guard,
    clock,
    timeoutMs,
    smtp,
    lineageOf: (deliveryId) => store.deliveries.lineage(deliveryId),
    userAgent: USER_AGENT,
  })
  for (const kind of targetKinds) starting.use(kind)
  const dispatcher = starting.use(
    new Dispatcher({
      store,
      targetKinds,
      templates,
      retryRule,
      clock,
      random,
      log,
      noteExhausted,
      attemptsLimit: attemptsLimit(config),
    }),
  )
  await dispatcher.restoreBreakers()
  const sweeper = starting.use(
    new Sweeper({ queue: store.queue, dispatcher, maxAgeMs, retryRule, clock, log }),
  )
  await sweeper.start()
  if (config.disableAfterDays > 0) {
    const { failingPolicies, audit } = store
    const watched = { failingPolicies, audit, afterDays: config.disableAfterDays, clock, log }
    starting.use(new FailingPolicyWatch(watched)).start()
  }
  const deliveryCounts = (): DeliveryCounts => ({ ...dispatcher.counts, ...sweeper.counts })
  return { targetKinds, dispatcher, deliveryCounts }
}
