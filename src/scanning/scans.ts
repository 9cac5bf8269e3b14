import type { Clock } from '../domain/clock.ts'
import type { ScanJob, ScanOrder } from '../domain/scanning/scanner.ts'
import { type BackgroundWork, createBackgroundWork } from './background-work.ts'
import { scanWithoutReport } from './report.ts'
import type { ScanDuty } from './scan-duty.ts'
import { type ScanStepParts, endScan, stepScan } from './scan-step.ts'

export interface ScansParts extends ScanStepParts {
  readonly clock: Clock
  readonly duty: Pick<ScanDuty, 'only'>
  /** Hears of a scan that is to begin or that was stopped. */
  readonly announce: () => void
  /** Hears that scans have ended, their events stored: they make room for others of their round. */
  readonly ended: () => void
}

/** Scans that take a step at the same time. */
const AT_A_TIME = 8

/**
 * Carries scans out, step by step. Each step is stored before the next begins, and the event is derived from the stored
 * result: after a kill, the next process goes on with the same step.
 */
export class Scans implements AsyncDisposable {
  readonly #parts: ScansParts
  readonly #background: BackgroundWork

  constructor(parts: ScansParts) {
    this.#parts = parts
    this.#background = createBackgroundWork({
      work: parts.duty.only(() => this.#stepDue()),
      onFault: (error) => parts.log.backgroundFailed({ doing: 'carry scans out' }, error),
      clock: parts.clock,
    })
  }

  /** Goes on with the stored scans. */
  wake(): void {
    this.#background.wake()
  }

  /** Stores an order; the scan begins soon. False when an order of the same cause is stored. */
  async order(order: ScanOrder): Promise<boolean> {
    const isNew = await this.#parts.jobs.order(order, this.#parts.clock.now())
    if (isNew) this.#goOn()
    return isNew
  }

  /** Stops a scan that has not ended; false when it has. */
  async stop(job: ScanJob): Promise<boolean> {
    for (let now: ScanJob | null = job; now?.state === 'pending' || now?.state === 'running';) {
      const scan = scanWithoutReport(now.progress, 'Stopped', null, this.#parts.clock.now())
      if (await endScan(now, { state: 'stopped', scan }, this.#parts)) {
        this.#goOn()
        return true
      }
      // A step has moved it on meanwhile.
      now = await this.#parts.jobs.byId(job.id)
    }
    return false
  }

  /** Here, or in the process that has the duty. */
  #goOn(): void {
    this.#background.wake()
    this.#parts.announce()
  }

  /** @returns in how many milliseconds the next scan is due */
  async #stepDue(): Promise<number> {
    const { jobs, clock } = this.#parts
    for (;;) {
      const due = await jobs.due(clock.now(), AT_A_TIME)
      if (due.length === 0 || this.#background.isClosed()) break
      await Promise.all(due.map((job) => stepScan(job, this.#parts)))
      if (due.some(({ state }) => state !== 'pending' && state !== 'running')) this.#parts.ended()
    }
    return ((await jobs.nextDueAtMs()) ?? Infinity) - clock.now()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#background[Symbol.asyncDispose]()
  }
}
