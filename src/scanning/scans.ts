import type { Clock } from '../domain/clock.ts'
import { BellbuoyError, messageOf } from '../domain/errors.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import type { Scan } from '../domain/event/event-detail.ts'
import type {
  ScanJob,
  ScanJobs,
  ScanOrder,
  Scanner,
  Scanners,
  ScanState,
} from '../domain/scanning/scanner.ts'
import type { Log } from '../log.ts'
import { type Adapter, AdapterFault } from './adapter.ts'
import { type BackgroundWork, createBackgroundWork } from './background-work.ts'
import { scanInReport, scanWithoutReport } from './report.ts'

export interface ScansParts {
  readonly scanners: Scanners
  readonly jobs: ScanJobs
  readonly adapterOf: (scanner: Scanner) => Adapter
  /** Stores an event; it may be told more than once. */
  readonly tell: (event: SourceEvent) => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

const AT_A_TIME = 8
const MAX_FAILURES = 6
const MAX_SCAN_MS = 3_600_000
const TELL_AGAIN_MS = 5000

/**
 * Carries scans out. Each step of a scan is stored before the next begins, so that a process that is killed goes on where it
 * was; the event is made from the stored result.
 */
export class Scans implements AsyncDisposable {
  readonly #parts: ScansParts
  readonly #background: BackgroundWork

  constructor(parts: ScansParts) {
    this.#parts = parts
    this.#background = createBackgroundWork({
      work: () => this.#work(),
      onFault: (error) => parts.log.backgroundFailed({ doing: 'carry scans out' }, error),
      clock: parts.clock,
    })
  }

  /** Goes on with what is stored. */
  start(): void {
    this.#background.wake()
  }

  /** Stores an order; the scan begins soon. False when its cause was known. */
  async order(order: ScanOrder): Promise<boolean> {
    const isNew = await this.#parts.jobs.order(order, this.#parts.clock.now())
    if (isNew) this.#background.wake()
    return isNew
  }

  /** Stops a scan that has not ended; false when it has. */
  async stop(job: ScanJob): Promise<boolean> {
    for (let now: ScanJob | null = job; now?.state === 'pending' || now?.state === 'running';) {
      const scan = scanWithoutReport(now.progress, 'Stopped', null, this.#parts.clock.now())
      if (await this.#end(now, 'stopped', scan)) {
        this.#background.wake()
        return true
      }
      // It has moved on in between.
      now = await this.#parts.jobs.byId(job.id)
    }
    return false
  }

  async #work(): Promise<number> {
    const { jobs, clock } = this.#parts
    for (;;) {
      const due = await jobs.due(clock.now(), AT_A_TIME)
      if (due.length === 0 || this.#background.isClosed()) break
      await Promise.all(due.map((job) => this.#step(job)))
    }
    return ((await jobs.nextDueAtMs()) ?? Infinity) - clock.now()
  }

  async #step(job: ScanJob): Promise<void> {
    try {
      if (job.state === 'pending') await this.#begin(job)
      else if (job.state === 'running') await this.#ask(job)
      else await this.#tell(job)
    } catch (error) {
      await this.#failed(job, error)
    }
  }

  async #begin(job: ScanJob): Promise<void> {
    const { scanners, adapterOf, clock, jobs } = this.#parts
    const scanner = await scanners.inUse(job.order.project)
    if (scanner === null)
      throw new AdapterFault('no scanner is registered, or the one of the project is disabled')
    const adapter = adapterOf(scanner)
    const { reportType: mediaType } = await adapter.metadata()
    const startedAtMs = clock.now()
    const requestId = await adapter.scan(job.order, mediaType)
    const progress = {
      ...job.progress,
      scannerUuid: scanner.uuid,
      requestId,
      mediaType,
      startedAtMs,
      failures: 0,
    }
    await jobs.move(job.id, 'pending', { state: 'running', progress, dueAtMs: clock.now() + 1000 })
  }

  async #ask(job: ScanJob): Promise<void> {
    const { scanners, adapterOf, clock, jobs } = this.#parts
    const { requestId, mediaType, startedAtMs, scannerUuid } = job.progress
    const scanner = await scanners.byUuid(scannerUuid ?? '')
    if (scanner === null || requestId === null)
      throw new AdapterFault('the scanner was removed while it scanned')
    if (clock.now() - (startedAtMs ?? 0) > MAX_SCAN_MS)
      throw new AdapterFault('the scanner had no report after an hour')
    const answer = await adapterOf(scanner).report(requestId, mediaType)
    if ('report' in answer) {
      await this.#end(job, 'success', scanInReport(answer.report, job, clock.now()))
      return
    }
    const dueAtMs = clock.now() + answer.refreshAfterSeconds * 1000
    await jobs.move(job.id, 'running', {
      state: 'running',
      progress: { ...job.progress, failures: 0 },
      dueAtMs,
    })
  }

  async #tell(job: ScanJob): Promise<void> {
    const { tell, jobs, clock } = this.#parts
    await tell(eventOf(job, clock.now()))
    await jobs.move(job.id, job.state, { ...job, dueAtMs: null })
  }

  #end(job: ScanJob, state: ScanState, scan: Scan): Promise<boolean> {
    const progress = { ...job.progress, scan }
    return this.#parts.jobs.move(job.id, job.state, { state, progress, dueAtMs: this.#parts.clock.now() })
  }

  async #failed(job: ScanJob, error: unknown): Promise<void> {
    const { clock, jobs, log } = this.#parts
    const reason = messageOf(error)
    if (job.state !== 'pending' && job.state !== 'running') {
      log.backgroundFailed({ doing: 'tell of a scan' }, error)
      await jobs.move(job.id, job.state, { ...job, dueAtMs: clock.now() + TELL_AGAIN_MS })
      return
    }
    const failures = job.progress.failures + 1
    const isFinal =
      error instanceof AdapterFault || error instanceof BellbuoyError || failures >= MAX_FAILURES
    const progress = { ...job.progress, failures }
    if (isFinal) await this.#end(job, 'error', scanWithoutReport(progress, 'Error', reason, clock.now()))
    else
      await jobs.move(job.id, job.state, {
        state: job.state,
        progress,
        dueAtMs: clock.now() + 500 * 2 ** failures,
      })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#background[Symbol.asyncDispose]()
  }
}

const TYPES = {
  success: 'SCANNING_COMPLETED',
  error: 'SCANNING_FAILED',
  stopped: 'SCANNING_STOPPED',
} as const

function eventOf({ id, order, state, progress }: ScanJob, nowMs: number): SourceEvent {
  const { project, repository, tag, digest, mediaType, registryHost, operator, actorKind, trigger } = order
  return {
    sourceEventId: `scan ${id}`,
    type: TYPES[state as keyof typeof TYPES],
    occurredAtMs: nowMs,
    project,
    repository,
    operator,
    actorKind,
    role: 'root' as const,
    registryHost,
    artifacts: [{ ...UNKNOWN_ARTIFACT, tag, digest, mediaType }],
    detail: { trigger, ...(progress.scan !== null && { scan: progress.scan }) },
  }
}
