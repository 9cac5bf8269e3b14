import type { LeasedDelivery } from './delivery.ts'

/** The dispatcher as intake sees it: deliveries can start without being looked for in the store first. */
export interface Dispatch {
  /** The process that leases. */
  readonly owner: string
  readonly leaseMs: number
  /** Takes one place in the target's lane; false when it is full or others wait there already. */
  reserve: (targetId: number) => boolean
  /** Gives back a reserved place that will not be used. */
  release: (targetId: number) => void
  /** Starts a stored delivery in the place that was reserved for it. */
  start: (delivery: LeasedDelivery) => void
  /** Tells that a delivery to this target waits in the store. */
  expect: (targetId: number, dueAtMs: number) => void
  /** Gives back what is leased for a target and not started yet: it has been paused. */
  hold: (targetId: number) => Promise<void>
}
