import type { Clock } from '../domain/clock.ts'
import type { Duties } from '../domain/duties.ts'

const NAME = 'scans'
/** Longer than a step of a scan takes, with its time-outs. */
const DUTY_MS = 120_000
const KEEP_EVERY_MS = 20_000

export interface ScanDutyParts {
  readonly duties: Duties
  /** Whether another process may have the duty. */
  readonly isShared: boolean
  readonly clock: Pick<Clock, 'now'>
}

export interface ScanDuty {
  /** The same work, done only while this process has the duty. It answers in how many milliseconds it has to be called again. */
  readonly only: (work: () => Promise<number>) => () => Promise<number>
  readonly leave: () => Promise<void>
}

/** One of the processes on a database carries scans out and orders those that are due; another takes over when it is gone. */
export function createScanDuty({ duties, isShared, clock }: ScanDutyParts): ScanDuty {
  if (!isShared) return { only: (work) => work, leave: () => Promise.resolve() }
  return {
    only: (work) => async () => {
      const otherUntilMs = await duties.take(NAME, DUTY_MS)
      if (otherUntilMs !== null) return otherUntilMs - clock.now()
      return Math.min(await work(), KEEP_EVERY_MS)
    },
    leave: () => duties.leave(NAME),
  }
}
