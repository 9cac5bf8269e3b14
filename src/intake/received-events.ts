import { isDerived } from '../domain/event/derived-event.ts'
import type { ReceivedEvents } from '../domain/event/source-account.ts'
import type { BatchDecision } from './decide-batch.ts'
import type { IntakeSteps } from './intake-steps.ts'

/** A decision, with what the source reported for it. */
export interface CountedDecision extends BatchDecision {
  readonly received: ReceivedEvents
}

/** What a source reported in one notification, as far as it is known before the events are decided. */
export function receivedEvents(
  { reported, wanted, unmerged, events }: IntakeSteps,
  notification: Pick<ReceivedEvents, 'sourceId' | 'atMs'>,
): ReceivedEvents {
  return {
    ...notification,
    received: reported.filter((event) => !isDerived(event)).length,
    merged: wanted.length - unmerged.length,
    keptOut: {
      'pull of a scanner': reported.length - wanted.length,
      'deletion of a blob': unmerged.length - events.length,
    },
  }
}

/** Adds what the decision kept out. */
export function counted(decision: BatchDecision, received: ReceivedEvents): CountedDecision {
  const keptOut = { ...received.keptOut, 'unknown project': decision.withoutProject }
  return { ...decision, received: { ...received, keptOut } }
}
