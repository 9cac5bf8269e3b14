import type { Clock } from '../domain/clock.ts'
import type { Audit } from '../domain/people/audit.ts'
import type { FailingPolicies, FailingPolicy } from '../domain/policy/failing-policies.ts'
import type { Log } from '../log.ts'

export interface FailingPolicyWatchParts {
  readonly failingPolicies: FailingPolicies
  readonly audit: Pick<Audit, 'record'>
  /** Of nothing but failures. */
  readonly afterDays: number
  readonly clock: Clock
  readonly log: Log
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Fewer failures may be a bad day of a policy that hardly gets any events. */
const LEAST_FAILURES = 10

/** Looks every hour for policies that do nothing but fail, and disables them: each with a line of the log and of the audit log. */
export class FailingPolicyWatch implements AsyncDisposable {
  readonly #parts: FailingPolicyWatchParts
  #cancelTimer: () => void = () => undefined
  #looking: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: FailingPolicyWatchParts) {
    this.#parts = parts
  }

  /** Looks an hour from now, and from then on every hour. */
  start(): void {
    if (this.#closed) return
    this.#cancelTimer = this.#parts.clock.after(HOUR_MS, () => {
      this.#looking = this.#look()
        .catch((error: unknown) =>
          this.#parts.log.backgroundFailed({ doing: 'look for policies that do nothing but fail' }, error),
        )
        .finally(() => this.start())
    })
  }

  async #look(): Promise<void> {
    const { failingPolicies, afterDays, clock } = this.#parts
    const nowMs = clock.now()
    const found = await failingPolicies.find({
      sinceMs: nowMs - afterDays * DAY_MS,
      recentMs: nowMs - DAY_MS,
      leastFailures: LEAST_FAILURES,
    })
    for (const policy of found) if (!this.#closed) await this.#disable(policy)
  }

  async #disable(policy: FailingPolicy): Promise<void> {
    const { failingPolicies, audit, clock, log } = this.#parts
    const { id, projectId, name, failingSinceMs } = policy
    const since = new Date(failingSinceMs).toISOString()
    const reason = `nothing has succeeded since ${since}; the last failure: ${policy.reason}`
    if (!(await failingPolicies.disable(policy, reason))) return
    log.policyDisabled({ policy: id, project: projectId, name, reason })
    await audit.record({
      atMs: clock.now(),
      projectId,
      actor: 'bellbuoy',
      operation: 'update',
      resourceType: 'notification-policy',
      resource: name === '' ? String(id) : name,
      resourceId: id,
      done: null,
      operationId: 'DisableFailingPolicy',
      path: '',
      status: 200,
      address: '',
      requestId: '',
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#looking
  }
}
