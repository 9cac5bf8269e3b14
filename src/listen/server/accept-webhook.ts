import type { Clock } from '../../domain/clock.ts'
import type { RunCounts } from '../runs/run-counts.ts'
import { runKeys } from '../runs/run-keys.ts'
import type { Rule } from '../rules/rule.ts'
import type { Accepted, WantedRun } from '../store/operations.ts'
import type { RunStore } from '../store/run-store.ts'
import type { Facts, Webhook } from '../webhook/webhook.ts'

export interface AcceptParts {
  readonly store: RunStore
  /** The rules that an event matches. */
  readonly match: (facts: Facts) => readonly Rule[]
  readonly repeatWindowMs: () => number
  readonly counts: RunCounts
  readonly clock: Clock
  /** Called when something is due. */
  readonly wake: () => void
}

/** An accepted webhook, with the rules of its runs. */
export interface AcceptedWebhook extends Accepted {
  /** Whether a rule wants the result to be the answer. */
  readonly wantsResult: boolean
}

/** Keeps a webhook with the runs that it asks for. Resolves when they are on disk; without any there is nothing to keep. */
export async function acceptWebhook(webhook: Webhook, parts: AcceptParts): Promise<AcceptedWebhook> {
  const { store, repeatWindowMs, counts, clock, wake } = parts
  const { rules, wanted } = runsFor(webhook, parts.match)
  if (wanted.length === 0) return { runs: [], isRepeat: false, superseded: [], wantsResult: false }
  const accepting = store.submit('accept', {
    identity: webhook.identity,
    receivedAtMs: clock.now(),
    contentType: webhook.contentType,
    bodyBase64: webhook.body.toString('base64'),
    repeatWindowMs: repeatWindowMs(),
    wanted,
  })
  // Now, not afterwards: the claim shares the commit.
  wake()
  const accepted = await accepting
  if (!accepted.isRepeat) for (const { rule } of accepted.runs) counts.runAccepted(rule)
  return { ...accepted, wantsResult: rules.some(({ answer }) => answer === 'result') }
}

function runsFor(
  { events }: Webhook,
  match: AcceptParts['match'],
): { readonly rules: readonly Rule[]; readonly wanted: readonly WantedRun[] } {
  const matches = events.flatMap((facts, event) => match(facts).map((rule) => ({ facts, event, rule })))
  const wanted = matches.map(({ facts, event, rule }) => ({
    rule: rule.name,
    event,
    facts,
    ...runKeys(rule, facts),
    onRedelivery: rule.onRedelivery,
  }))
  return { rules: matches.map(({ rule }) => rule), wanted }
}
