import type { LeasedDelivery } from './delivery.ts'

/** The dispatcher as intake sees it: deliveries can start without being looked for in the store first. */
export interface Dispatch {
  /** The process that leases. */
  readonly owner: string
  readonly leaseMs: number
  /** Reserves a slot in the target's lane; false when it is full, or due deliveries wait in the store already. */
  reserve: (targetId: number) => boolean
  /** Frees a reserved slot that will not be used. */
  release: (targetId: number) => void
  /** Starts a stored delivery in the slot that was reserved for it. */
  start: (delivery: LeasedDelivery) => void
  /** Announces that a delivery to this target waits in the store. */
  expect: (targetId: number, dueAtMs: number) => void
  /** Returns leased deliveries to a target that have not started to the store, since the target is held. */
  hold: (targetId: number) => Promise<void>
  /** Closes the breaker of a target, if it is open: what waits goes out. `because` is for the log. */
  closeBreaker: (targetId: number, because: string) => void
}
