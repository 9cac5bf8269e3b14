import type { Clock } from '../domain/clock.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import { FLAPPING_MS } from '../domain/problem/problem.ts'
import type { NamedProblem, Problems } from '../domain/problem/problems.ts'
import { type Announcement, metaEventOf } from './meta-event.ts'

export interface AnnouncerParts {
  readonly problems: Pick<Problems, 'unannounced' | 'setAnnounced'>
  /** Takes a meta event in; one that was taken in before changes nothing. */
  readonly publish: (event: SourceEvent) => Promise<void>
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Announces problems by meta events: each opening at once, and a closing when it has lasted as long as a problem may flap. A problem that
 * opened without a word closes without one.
 */
export async function announceProblems(parts: AnnouncerParts): Promise<void> {
  const settledBeforeMs = parts.clock.now() - FLAPPING_MS
  for (const problem of await parts.problems.unannounced()) {
    const isSettled = problem.closedAtMs !== null && problem.closedAtMs <= settledBeforeMs
    const isSilent = !problem.isOpeningAnnounced && problem.isQuiet
    if (!problem.isOpeningAnnounced && !problem.isQuiet) await announce(problem, 'opening', parts)
    if (isSettled && isSilent) await parts.problems.setAnnounced(problem.id, 'closing')
    else if (isSettled) await announce(problem, 'closing', parts)
  }
}

/** The event is stored first: should the mark be lost, its id shows that it is there. */
async function announce(
  problem: NamedProblem,
  what: Announcement,
  { problems, publish }: AnnouncerParts,
): Promise<void> {
  const event = metaEventOf(problem, what)
  if (event !== null) await publish(event)
  await problems.setAnnounced(problem.id, what)
}
