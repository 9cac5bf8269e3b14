import type { RetryRule } from '../../domain/delivery/retry-rule.ts'
import type { Severity } from '../../domain/event/event-detail.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import type { Selection } from '../../domain/policy/selection.ts'

/** Which webhooks a rule is for. A condition that is absent matches all. Globs are those of policy filters. */
export interface Conditions {
  readonly eventTypes?: readonly EventType[]
  /** Held against the repository with its project, and against its name inside the project, as policy filters do. */
  readonly repository?: Selection
  readonly tag?: Selection
  readonly project?: Selection
  readonly actor?: Selection
  /** Scans that found nothing as severe are left out; other events have no severity and pass. */
  readonly severity?: Severity
  /** Only scans with a result whose worst severity is lower; nothing else passes. */
  readonly severityBelow?: Severity
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

/** Where a secret is kept, so that the rules file need not hold it. */
export type SecretSource =
  /** Its content counts without the line break at its end. */
  | { readonly kind: 'file'; readonly path: string }
  /** A variable of the listener's own environment. */
  | { readonly kind: 'variable'; readonly name: string }

/** A secret and what stands before it: `Bearer `. */
export interface SecretValue {
  readonly prefix: string
  readonly source: SecretSource
}

/** Makes one HTTP request. */
export interface CallAction {
  readonly kind: 'call'
  readonly method: string
  /** A Liquid template over the facts, like the values of the headers. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Headers whose values are read from elsewhere when the call is made. */
  readonly secretHeaders?: Readonly<Record<string, SecretValue>>
  /** Parameters of the query that are read from elsewhere, for receivers that take their token nowhere else. */
  readonly secretQuery?: Readonly<Record<string, SecretValue>>
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
