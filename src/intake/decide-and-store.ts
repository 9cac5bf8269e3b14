import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { Acceptance, AcceptResult } from '../domain/delivery/queue.ts'
import type { EventContexts } from './event-context.ts'
import { handOver, releaseSlots } from './hand-over.ts'

/** Decided events, and the revision of the oldest rules that decided one of them. */
export type Decision = Pick<Acceptance, 'revision' | 'events' | 'received'>

export interface DecideAndStoreSteps<Decided extends Decision> {
  readonly decide: () => Promise<Decided>
  readonly store: (acceptance: Acceptance) => Promise<AcceptResult>
}

export interface DecideAndStoreParts {
  readonly dispatch: Dispatch
  readonly contexts: Pick<EventContexts, 'forgetRepositories' | 'forgetRules' | 'noteOvertaken'>
  readonly clock: Pick<Clock, 'now'>
}

export interface StoredDecision<Decided extends Decision> {
  readonly decision: Decided
  /** For each event the ids of its deliveries, or null when it was stored before. */
  readonly deliveryIds: readonly (readonly number[] | null)[]
  /** Whether the store derived further events from these, held and due. */
  readonly hasFollowUps: boolean
}

/** How often the rules may change under a decision before the caller has to try again later. */
const MAX_TRIES = 10

/**
 * Decides events, stores the decision and hands its deliveries to the dispatcher. The store refuses a decision as stale when
 * rules or positions have changed since: then memory forgets what they were decided by, and they are decided anew.
 *
 * @returns null when every decision was stale; nothing is stored then
 * @throws BellbuoyError `UNAVAILABLE` when the store cannot write; nothing is stored then
 */
export async function decideAndStore<Decided extends Decision>(
  { decide, store }: DecideAndStoreSteps<Decided>,
  { dispatch, contexts, clock }: DecideAndStoreParts,
): Promise<StoredDecision<Decided> | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const decision = await decide()
    const { revision, events, received } = decision
    if (events.length === 0) return { decision, deliveryIds: [], hasFollowUps: false }
    const discard = (): void => {
      releaseSlots(dispatch, events)
      contexts.forgetRepositories(events)
    }
    const lease = { owner: dispatch.owner, untilMs: clock.now() + dispatch.leaseMs }
    const result = await store({ revision, lease, events, ...(received && { received }) }).catch(
      (error: unknown) => {
        discard()
        throw error
      },
    )
    if (result.outcome === 'stored') {
      const { deliveryIds, hasFollowUps = false } = result
      handOver(dispatch, events, deliveryIds)
      return { decision, deliveryIds, hasFollowUps }
    }
    discard()
    if (result.because === 'rules') contexts.forgetRules()
    else contexts.noteOvertaken()
  }
  return null
}
