import type { EventResponse } from '../../../../src/contract/history/history.ts'

/** What became of an event at one webhook. */
export type EventOutcome =
  | {
      readonly kind: 'delivered' | 'failed' | 'running' | 'waits' | 'retries' | 'recovered' | 'stopped'
      readonly n: number
      readonly all: number
      readonly reason?: string
      readonly deliveryId: number
    }
  | { readonly kind: 'unsent'; readonly verdict: string }
  | { readonly kind: 'tooEarly' | 'noTarget' | 'merged' | 'undecided' }

type Delivery = EventResponse['deliveries'][number]

/** The newest delivery to each target says what became of the event there; the worst of them says what became of it at all. */
export function outcomeOf(
  event: Pick<EventResponse, 'deliveries' | 'verdicts' | 'withheld' | 'merged_into' | 'held_until'>,
  policyId: number,
): EventOutcome {
  const own = event.deliveries.filter(({ policy_id }) => policy_id === policyId)
  const last = own.filter(({ redelivered_as }) => redelivered_as === undefined)
  if (last.length > 0) return sentOutcome(last, own.length > last.length)
  if (event.withheld !== undefined) return { kind: 'unsent', verdict: event.withheld }
  const verdict = event.verdicts.find(({ policy_id }) => policy_id === policyId)?.verdict
  if (verdict === 'deliver') return { kind: 'noTarget' }
  if (verdict !== undefined) return { kind: 'unsent', verdict }
  if (event.held_until !== undefined) return { kind: 'undecided' }
  return { kind: event.merged_into === undefined ? 'tooEarly' : 'merged' }
}

function sentOutcome(last: readonly Delivery[], hasEarlier: boolean): EventOutcome {
  const all = last.length
  const those = (isOne: (delivery: Delivery) => boolean) => last.filter(isOne)
  const as = (
    kind: Exclude<EventOutcome['kind'], 'unsent' | 'tooEarly' | 'noTarget' | 'merged' | 'undecided'>,
    some: readonly Delivery[],
  ): EventOutcome => {
    const reason = some[0]?.reason
    return {
      kind,
      n: some.length,
      all,
      ...(reason !== undefined && { reason }),
      deliveryId: some[0]?.id ?? 0,
    }
  }
  const failed = those(({ state }) => state === 'error' || state === 'expired')
  if (failed.length > 0) return as('failed', failed)
  const running = those(({ state }) => state === 'running')
  if (running.length > 0) return as('running', running)
  const waiting = those(({ state }) => state === 'pending')
  if (waiting.length > 0)
    return as(waiting.some(({ attempts }) => attempts > 0) ? 'retries' : 'waits', waiting)
  const stopped = those(({ state }) => state === 'stopped')
  if (stopped.length > 0) return as('stopped', stopped)
  return as(hasEarlier ? 'recovered' : 'delivered', last)
}

/** Whether the event went out, or will. */
export function isSent(outcome: EventOutcome): boolean {
  return 'deliveryId' in outcome
}
