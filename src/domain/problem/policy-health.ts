import type { DeliveryState } from '../delivery/delivery-state.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { ProblemCause } from './problem.ts'

/** How a policy stands, worst first: `held` waits for a person to resume it, `idle` has never got an event. */
export const HEALTH_STATES = ['failing', 'auto_disabled', 'held', 'working', 'idle', 'disabled'] as const
export type HealthState = (typeof HEALTH_STATES)[number]

export const HEALTH_ORDERS = ['state', 'name', 'project', 'last'] as const
export type HealthOrder = (typeof HEALTH_ORDERS)[number]

/** Which policies someone looks for. Null: those of all projects, and the global ones. */
export interface HealthFilter {
  readonly projectId: number | null
  readonly policyId?: number
  /** Part of the name of a policy or its project. */
  readonly name?: string
  readonly states?: readonly HealthState[]
}

export interface HealthPage {
  readonly order: HealthOrder
  readonly isReversed: boolean
  readonly offset: number
  readonly limit: number
}

/** Why a policy fails: of its open problems the first. */
export interface PolicyTrouble {
  readonly problemId: number
  readonly sinceMs: number
  readonly cause: ProblemCause
  /** The last answer. */
  readonly reason: string
}

export interface PolicyHealth {
  readonly policyId: number
  readonly name: string
  readonly projectId: number
  /** Null: it is one of all projects. */
  readonly projectName: string | null
  readonly isEnabled: boolean
  readonly state: HealthState
  readonly eventTypes: readonly Delivery['eventType'][]
  readonly trouble: PolicyTrouble | null
  /** When it last got an event; null: never. */
  readonly lastEventAtMs: number | null
  readonly targets: readonly TargetHealth[]
  /** Of its newest deliveries since `HEALTH_PERIOD_MS` ago, counted up to `MAX_HEALTH_COUNTED`. */
  readonly delivered: number
  readonly failed: number
  readonly redelivered: number
  /** Deliveries that wait, counted up to `MAX_HEALTH_COUNTED` a target. */
  readonly waiting: number
  /** How its newest deliveries stand, oldest first. */
  readonly recent: readonly RecentState[]
}

/** `recovered`: it failed or expired and was sent again. */
export type RecentState = DeliveryState | 'recovered'

export interface TargetHealth {
  readonly id: number
  readonly type: string
  readonly address: string
  readonly isPaused: boolean
  readonly unreachableSinceMs: number | null
}

export const HEALTH_PERIOD_MS = 86_400_000
export const MAX_HEALTH_COUNTED = 1000
export const RECENT_SHOWN = 24

export interface PolicyHealths {
  readonly items: readonly PolicyHealth[]
  /** How many there are in each state, whichever states are asked for. */
  readonly counts: ReadonlyMap<HealthState, number>
}

/** Reads how policies stand: a page of them, from as many statements however many they are. */
export type ReadPolicyHealth = (filter: HealthFilter, page: HealthPage) => Promise<PolicyHealths>
