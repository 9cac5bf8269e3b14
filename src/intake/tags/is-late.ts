import type { Moment } from '../../domain/event/moment.ts'

export interface Now {
  readonly nowMs: number
  /** How far the clocks of two instances of a registry may be apart. */
  readonly toleranceMs: number
}

/**
 * Whether an event happened before what is known. The times of one instance are exact; those of two are compared with a tolerance, within
 * which the order of arrival counts, as it does for equal times.
 */
export function isLate(event: Moment, known: Moment, { nowMs, toleranceMs }: Now): boolean {
  const slackMs = event.instance === known.instance ? 0 : toleranceMs
  // Nothing that is known lies ahead: a time that does was taken while Bellbuoy's clock was wrong.
  return event.atMs < Math.min(known.atMs, nowMs) - slackMs
}

/** Whether the times of two instances are too close to say which was first. */
export function isUnclear(event: Moment, known: Moment, { toleranceMs }: Now): boolean {
  return event.instance !== known.instance && Math.abs(event.atMs - known.atMs) <= toleranceMs
}

/**
 * Whether an event happened after what is known, whatever the clocks. A pull has to: the push of another digest may have ended between the
 * answer to the pull and its report, even at one instance.
 */
export function isSurelyLater(event: Moment, known: Moment, { nowMs, toleranceMs }: Now): boolean {
  return event.atMs > Math.min(known.atMs, nowMs) + toleranceMs
}
