import type { Clock } from '../domain/clock.ts'
import { BellbuoyError, messageOf } from '../domain/errors.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { Scan } from '../domain/event/event-detail.ts'
import type { ScanJob, ScanJobs, Scanner, Scanners, ScanState } from '../domain/scanning/scanner.ts'
import type { Log } from '../log.ts'
import type { Adapter } from './adapter.ts'
import { AdapterFault } from './adapter-answer.ts'
import { scanInReport, scanWithoutReport } from './report.ts'
import { scanEvent } from './scan-event.ts'

export interface ScanStepParts {
  readonly scanners: Scanners
  readonly jobs: ScanJobs
  readonly adapterOf: (scanner: Scanner) => Adapter
  /** Stores the event of a scan; it may be called more than once for the same event. */
  readonly publish: (event: SourceEvent) => Promise<void>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'backgroundFailed'>
}

const FIRST_ASK_MS = 1000
const MAX_FAILURES = 6
const MAX_SCAN_MS = 3_600_000
const PUBLISH_AGAIN_MS = 5000

/** Does the next step of a scan and stores how far it is: order it, ask for its report, or publish its event. */
export async function stepScan(job: ScanJob, parts: ScanStepParts): Promise<void> {
  try {
    if (job.state === 'pending') await begin(job, parts)
    else if (job.state === 'running') await askForReport(job, parts)
    else await publishEvent(job, parts)
  } catch (error) {
    await failed(job, error, parts)
  }
}

/** Ends a scan with its result; false when another step has moved it on meanwhile. */
export function endScan(
  job: ScanJob,
  { state, scan }: { readonly state: ScanState; readonly scan: Scan },
  { jobs, clock }: Pick<ScanStepParts, 'jobs' | 'clock'>,
): Promise<boolean> {
  return jobs.move(job.id, job.state, {
    state,
    progress: { ...job.progress, scan },
    dueAtMs: clock.now(),
  })
}

async function begin(job: ScanJob, { scanners, adapterOf, clock, jobs }: ScanStepParts): Promise<void> {
  const scanner = await scanners.inUse(job.order.project)
  if (scanner === null)
    throw new AdapterFault('no scanner is registered, or the scanner of the project is disabled')
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
  await jobs.move(job.id, 'pending', { state: 'running', progress, dueAtMs: clock.now() + FIRST_ASK_MS })
}

async function askForReport(job: ScanJob, parts: ScanStepParts): Promise<void> {
  const { scanners, adapterOf, clock, jobs } = parts
  const { requestId, mediaType, startedAtMs, scannerUuid } = job.progress
  const scanner = await scanners.byUuid(scannerUuid ?? '')
  if (scanner === null || requestId === null)
    throw new AdapterFault('the scanner was deleted during the scan')
  if (clock.now() - (startedAtMs ?? 0) > MAX_SCAN_MS)
    throw new AdapterFault('the scanner had no report after an hour')
  const answer = await adapterOf(scanner).report(requestId, mediaType)
  if ('report' in answer) {
    await endScan(job, { state: 'success', scan: scanInReport(answer.report, job, clock.now()) }, parts)
    return
  }
  await jobs.move(job.id, 'running', {
    state: 'running',
    progress: { ...job.progress, failures: 0 },
    dueAtMs: clock.now() + answer.refreshAfterSeconds * 1000,
  })
}

async function publishEvent(job: ScanJob, { publish, jobs, clock }: ScanStepParts): Promise<void> {
  await publish(scanEvent(job, clock.now()))
  await jobs.move(job.id, job.state, { ...job, dueAtMs: null })
}

async function failed(job: ScanJob, error: unknown, parts: ScanStepParts): Promise<void> {
  const { clock, jobs, log } = parts
  const { state } = job
  if (state !== 'pending' && state !== 'running') {
    log.backgroundFailed({ doing: 'store the event of a scan' }, error)
    await jobs.move(job.id, state, { ...job, dueAtMs: clock.now() + PUBLISH_AGAIN_MS })
    return
  }
  const failures = job.progress.failures + 1
  const progress = { ...job.progress, failures }
  const isFinal = error instanceof AdapterFault || error instanceof BellbuoyError || failures >= MAX_FAILURES
  if (isFinal) {
    const reason = messageOf(error)
    const scan = scanWithoutReport(progress, 'Error', reason, clock.now())
    await endScan(job, { state: 'error', scan }, parts)
  } else {
    await jobs.move(job.id, state, { state, progress, dueAtMs: clock.now() + 500 * 2 ** failures })
  }
}
