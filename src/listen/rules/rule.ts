import type { EventType } from '../../domain/event/event-type.ts'
import type { RetryRule } from '../../domain/delivery/retry-rule.ts'

/** Which webhooks a rule is for. A condition that is absent matches all. Globs are those of policy filters. */
export interface Conditions {
  readonly eventTypes?: readonly EventType[]
  /** A glob on the repository, with its project: `team/**`. */
  readonly repository?: string
  readonly tag?: string
  readonly project?: string
  readonly actor?: string
  /** The least severity of a scan's report. */
  readonly severity?: string
}

/** Starts a command. */
export interface CommandAction {
  readonly kind: 'command'
  /** Program and arguments; with `isShell`, the one text that `/bin/sh -c` gets. Facts are never spliced in. */
  readonly command: readonly [string, ...string[]]
  readonly isShell: boolean
  /** Absent: the folder in which the listener was started. */
  readonly workingFolder?: string
  /** Name or number. Absent: those of the listener. */
  readonly user?: string
  readonly group?: string
  /** Variables of the listener's own environment that the run inherits, beside `PATH`, `HOME` and `LANG`. */
  readonly inherits: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** Makes one HTTP request. */
export interface CallAction {
  readonly kind: 'call'
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** A Liquid template over the facts; absent: the body as it arrived. */
  readonly bodyTemplate?: string
}

/** What starts when a webhook matches. */
export interface Rule {
  /** Unique in its file; names the rule in runs, logs and metrics. */
  readonly name: string
  readonly when: Conditions
  readonly action: CommandAction | CallAction
  readonly timeLimitMs: number
  /** Runs of this rule under way at the same time. */
  readonly concurrency: number
  /** `repository`: runs for one repository go one after the other, in the order of their webhooks. */
  readonly order: 'none' | 'repository'
  /** A waiting run ends as `superseded` when a newer one for the same repository and tag arrives. */
  readonly onlyLatest: boolean
  readonly retry: RetryRule
  /** `if-failed`: a redelivery that a person asked for runs again only if the last run of the rule for it failed. */
  readonly onRedelivery: 'if-failed' | 'run'
  /** `accepted`: 202 at once. `result`: the answer waits for the run, and is 200 or 500. */
  readonly answer: 'accepted' | 'result'
}
