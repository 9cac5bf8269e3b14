import type { EventType } from '../event/event-type.ts'

/** A policy that subscribes to an event type. */
export interface Subscriber {
  readonly policyId: number
  readonly policyName: string
  readonly isEnabled: boolean
  /** Null for a global policy. */
  readonly projectName: string | null
}

export interface Subscribers {
  /**
   * By project and name, global policies first; `hasMore` says that there are more than `limit`.
   *
   * @param projectIds only policies of these projects, 0 for the global ones; null: all policies
   */
  of: (
    type: EventType,
    projectIds: readonly number[] | null,
    limit: number,
  ) => Promise<{ readonly items: readonly Subscriber[]; readonly hasMore: boolean }>
}
