import { Dispatcher, type DispatcherParts } from '../delivery/dispatcher.ts'
import { FailingPolicyWatch } from '../delivery/failing-policy-watch.ts'
import { Sweeper } from '../delivery/sweeper.ts'
import { absentDispatch } from '../delivery/absent-dispatch.ts'
import type { DeliveryCounts } from '../domain/delivery/delivery-counts.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { isUnavailable } from '../domain/errors.ts'
import { meteredTargetKinds } from '../metrics/metered-target-kinds.ts'
import type { OtherNodes } from '../domain/other-nodes.ts'
import { LineOutput } from '../targets/log/line-output.ts'
import { createTargetKinds } from '../targets/target-kinds.ts'
import { USER_AGENT } from '../version.ts'
import { startRetention } from './retention.ts'
import { attemptsLimit } from './attempts-limit.ts'
import type { Foundation } from './foundation.ts'

/** The descriptor of standard output. */
const STDOUT = 1

/** What a process without a dispatcher counts. */
const NOTHING: DeliveryCounts = {
  handedOver: 0,
  claimed: 0,
  returned: 0,
  sweeps: 0,
  freedTargets: 0,
  expired: 0,
  lastSweepAtMs: 0,
  lastSweepMs: 0,
  attemptsUnderWay: 0,
  attemptsLimit: 0,
  targetsWaiting: 0,
  turns: 0,
}

export interface DeliverySideParts extends Pick<
  Foundation,
  'config' | 'store' | 'guard' | 'templates' | 'descriptors' | 'instruments' | 'tracing' | 'clock' | 'log'
> {
  readonly random: () => number
  /** False: others deliver what this process stores. */
  readonly delivers: boolean
  readonly noteEnded?: DispatcherParts['noteEnded']
}

/** All that delivers stored events. */
export interface DeliverySide {
  readonly targetKinds: readonly TargetKind[]
  readonly dispatch: Dispatch
  readonly deliveryCounts: () => DeliveryCounts
}

/**
 * Starts to deliver what waits in the store, unless that is the work of others.
 *
 * @param starting gets everything that has to be closed, in the order of its creation
 */
export async function startDeliverySide(
  parts: DeliverySideParts,
  starting: AsyncDisposableStack,
): Promise<DeliverySide> {
  const { config, store, guard, clock, delivers } = parts
  const targetKinds = createTargetKinds({
    guard,
    clock,
    timeoutMs: config.timeoutMs,
    smtp: config.smtp,
    lineageOf: (deliveryId) => store.deliveries.lineage(deliveryId),
    userAgent: USER_AGENT,
    logTargets: config.logTargets,
    output: new LineOutput(STDOUT),
  })
  for (const kind of targetKinds) starting.use(kind)
  if (delivers) return { targetKinds, ...(await startDispatcher({ ...parts, targetKinds }, starting)) }
  const dispatch = absentDispatch(store.otherNodes, store.breakers)
  return { targetKinds, dispatch, deliveryCounts: () => NOTHING }
}

async function startDispatcher(
  { config, ...parts }: DeliverySideParts & Pick<DeliverySide, 'targetKinds'>,
  starting: AsyncDisposableStack,
): Promise<Omit<DeliverySide, 'targetKinds'>> {
  const { store, clock, log } = parts
  const { retryRule, maxAgeMs } = config
  const { noteExhausted } = parts.descriptors
  const kinds = parts.tracing?.tracedTargetKinds(parts.targetKinds) ?? parts.targetKinds
  const targetKinds = meteredTargetKinds(kinds, parts.instruments)
  const dispatcher = starting.use(
    new Dispatcher({ ...parts, targetKinds, retryRule, noteExhausted, attemptsLimit: attemptsLimit(config) }),
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
  await startRetention({ config, ...parts }, starting)
  const { otherNodes } = store
  hearOthers(dispatcher, parts)
  return {
    dispatch: announcing(dispatcher, otherNodes),
    deliveryCounts: () => ({ ...dispatcher.counts, ...sweeper.counts }),
  }
}

/** What others store, this process may deliver. Without hints it looks for that itself. */
function hearOthers(
  dispatcher: Dispatcher,
  { store: { otherNodes }, clock, log }: Pick<DeliverySideParts, 'store' | 'clock' | 'log'>,
): void {
  otherNodes.onHint(({ due = [], reachable = [] }) => {
    for (const targetId of reachable) dispatcher.closeBreaker(targetId, 'another process reached it')
    for (const targetId of due) dispatcher.expect(targetId, clock.now())
  })
  otherNodes.onDoubt(() => {
    dispatcher.lookForDue().catch((error: unknown) => {
      if (!isUnavailable(error)) log.backgroundFailed({ doing: 'look for waiting deliveries' }, error)
    })
  })
}

/**
 * The dispatcher, which tells the others what concerns them: what waits for the process that paces its target, and that a person has resumed or
 * tested a target, which closes its breaker everywhere.
 */
function announcing(dispatcher: Dispatcher, nodes: OtherNodes): Dispatch {
  return {
    owner: dispatcher.owner,
    leaseMs: dispatcher.leaseMs,
    reserve: dispatcher.reserve,
    release: dispatcher.release,
    start: dispatcher.start,
    expect(targetId, dueAtMs) {
      dispatcher.expect(targetId, dueAtMs)
      if (dispatcher.isPacedElsewhere(targetId)) nodes.tell({ due: [targetId] })
    },
    hold: dispatcher.hold,
    closeBreaker(targetId, because) {
      dispatcher.closeBreaker(targetId, because)
      nodes.tell({ reachable: [targetId] })
    },
  }
}
