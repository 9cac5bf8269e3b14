import type { Clock } from '../domain/clock.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { Contact } from './breaker.ts'
import type { HeldBudget } from './held-budget.ts'
import type { Senders, Sending } from './senders.ts'

/** The work that lanes have done for them; one host serves all lanes. */
export interface LaneHost<Lane extends Sending> {
  readonly clock: Clock
  /** Of all lanes together. */
  readonly budget: HeldBudget
  /** Of all lanes together: the host says when an attempt is over. */
  readonly senders: Pick<Senders<Lane>, 'take' | 'isWaiting'>
  /** True once the program ends: nothing starts any more, and nothing is waited for. */
  readonly isClosed: () => boolean
  /** Looks up the pace of the lane's target, then calls `learn`. */
  readonly lookUpPace: (lane: Lane) => void
  /** Asks the store for the lane's due deliveries: calls `beginClaim`, `admit` for each, and `endClaim`. */
  readonly claimFor: (lane: Lane) => void
  /** Makes one attempt, of one delivery or of several that go out together, then calls `ended`. */
  readonly attempt: (lane: Lane, first: LeasedDelivery, others: readonly LeasedDelivery[]) => void
  /** Returns deliveries to the store, then calls `expect`; or `takeBack`, if the store cannot write. */
  readonly giveBack: (lane: Lane, deliveries: readonly LeasedDelivery[]) => void
  /** The lane is idle: a new one will do as well, once it does not wait for a sender. */
  readonly forget: (lane: Lane) => void
}

/** What a lane learns from an attempt. */
export interface EndedAttempt {
  readonly succeeded: boolean
  readonly durationMs: number
  readonly restUntilMs: number | null
  readonly contact: Contact
}
