/** What makes a policy one that does nothing but fail. Times are those of the ends of its deliveries. */
export interface LastingFailure {
  /** Since then nothing has succeeded, nobody has changed the policy, and the first failure since its last success is older. */
  readonly sinceMs: number
  /** The newest failure is not older. */
  readonly recentMs: number
  /** So many deliveries have failed since the last success. */
  readonly leastFailures: number
}

export interface FailingPolicy {
  readonly id: number
  readonly projectId: number
  readonly name: string
  /** Of its last change. */
  readonly updatedAtMs: number
  /** The first failure since its last success. */
  readonly failingSinceMs: number
  /** Why the newest of its deliveries failed. */
  readonly reason: string
}

export interface FailingPolicies {
  /** Enabled policies that fail so. Reads some rows of an index for each; only where these say that it fails, its deliveries, in slices. */
  find: (failure: LastingFailure) => Promise<readonly FailingPolicy[]>
  /**
   * Disables a policy that was found, unless someone has changed it since, and stops what waits for it.
   *
   * @returns whether it was disabled
   */
  disable: (policy: Pick<FailingPolicy, 'id' | 'updatedAtMs'>, reason: string) => Promise<boolean>
}
