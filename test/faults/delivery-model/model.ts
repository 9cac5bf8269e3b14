import type { DeliveryState } from '../../../src/domain/delivery/delivery-state.ts'

export const NODES = ['one', 'two'] as const
export type NodeName = (typeof NODES)[number]

/** A lease as its node knows it; meanwhile the store may have taken it away. */
export interface KnownLease {
  readonly id: number
  readonly attempt: number
  readonly failures: number
}

/** A process that leases. After a crash it is another one, which knows nothing of the leases before. */
export interface ModelNode {
  owner: string
  leases: readonly KnownLease[]
}

export interface ModelPolicy {
  isEnabled: boolean
  isGone: boolean
}

export interface ModelTarget {
  readonly id: number
  /** Index of its policy. */
  readonly policy: number
  isPaused: boolean
  isGone: boolean
  /** By the service clock; null while nothing holds it. */
  heldFromMs: number | null
  /** In all holds that have ended. */
  heldMs: number
}

export type AttemptRecord = 'succeeded' | 'failed' | 'interrupted'

export interface ModelDelivery {
  readonly id: number
  /** Index of its target. */
  readonly target: number
  /** The first delivery of its event to its target: itself, or the one that it sends again. */
  readonly first: number
  state: DeliveryState
  dueAtMs: number | null
  attempts: number
  failures: number
  lease: { readonly owner: string; readonly untilMs: number } | null
  /** By the service clock, less the holds of the target until then. */
  readonly agedFromMs: number
  /** By number of the attempt. */
  readonly records: Map<number, AttemptRecord>
}

export interface Clocks {
  readonly systemMs: number
  readonly serviceMs: number
}

/** All that the store has to know, as far as deliveries depend on it. */
export interface Model {
  /** The clock of the system, which jumps. */
  systemMs: number
  /** The service clock, which does not. */
  serviceMs: number
  /** Both at the last sweep. */
  kept: Clocks
  /** Processes that there were so far; each has an owner's name of its own. */
  processes: number
  readonly nodes: Readonly<Record<NodeName, ModelNode>>
  readonly policies: readonly ModelPolicy[]
  readonly targets: readonly ModelTarget[]
  isProjectHeld: boolean
  isEverythingHeld: boolean
  readonly deliveries: ModelDelivery[]
}

/** Policies with these targets each, and nothing else, after a sweep. */
export function newModel(clocks: Clocks, targetIds: readonly (readonly number[])[]): Model {
  return {
    ...clocks,
    kept: clocks,
    processes: NODES.length,
    nodes: { one: { owner: 'one-1', leases: [] }, two: { owner: 'two-2', leases: [] } },
    policies: targetIds.map(() => ({ isEnabled: true, isGone: false })),
    targets: targetIds.flatMap((ids, policy) =>
      ids.map((id) => ({ id, policy, isPaused: false, isGone: false, heldFromMs: null, heldMs: 0 })),
    ),
    isProjectHeld: false,
    isEverythingHeld: false,
    deliveries: [],
  }
}
