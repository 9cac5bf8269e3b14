import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { Clock } from '../domain/clock.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { ScannerDraft } from '../domain/scanning/scanner.ts'
import type { Store } from '../domain/store.ts'
import type { RouteParts } from '../http/routes.ts'
import type { Intake } from '../intake/intake.ts'
import { SCANNER_SOURCE, ownSource } from '../intake/own-sources.ts'
import type { Log } from '../log.ts'
import { type Adapter, createAdapter } from '../scanning/adapter.ts'
import type { AdapterMetadata } from '../scanning/adapter-answer.ts'
import { createAdapterDescriptions } from '../scanning/adapter-descriptions.ts'
import { createScanDuty } from '../scanning/scan-duty.ts'
import { Scans } from '../scanning/scans.ts'
import { createScheduler } from '../scanning/scheduler.ts'

/** Of one call of a scanner; the scan itself may take an hour. */
const TIMEOUT_MS = 30_000
/** Of asking a scanner what it is, while somebody waits for it. */
const DESCRIPTION_TIMEOUT_MS = 5000

export interface Scanning extends AsyncDisposable {
  readonly scans: Scans
  readonly metadataOf: RouteParts['metadataOf']
  readonly descriptionOf: RouteParts['descriptionOf']
  /** Goes on with the stored scans and with the schedules; the events of ended scans go to `intake`. */
  readonly start: (intake: Intake) => void
}

export interface ScanningInput {
  readonly store: Store
  readonly guard: AddressGuard
  readonly clock: Clock
  readonly log: Log
}

/** Everything that orders and carries out scans. Intake both orders scans and takes their events, so it is given later. */
export function createScanning({ store, guard, clock, log }: ScanningInput): Scanning {
  const started: { intake: Intake | null } = { intake: null }
  const adapterOf = (scanner: ScannerDraft): Adapter =>
    createAdapter(scanner, { guard, timeoutMs: TIMEOUT_MS })
  const descriptions = createAdapterDescriptions({
    adapterOf: (scanner) => createAdapter(scanner, { guard, timeoutMs: DESCRIPTION_TIMEOUT_MS }),
    clock,
  })
  const publish = async (event: SourceEvent): Promise<void> => {
    await started.intake?.accept(await ownSource(store.sources, SCANNER_SOURCE), [event])
  }
  const { duties, otherNodes } = store
  const duty = createScanDuty({ duties, isShared: otherNodes.mayExist, clock })
  const scans = new Scans({
    scanners: store.scanners,
    jobs: store.scanJobs,
    adapterOf,
    publish,
    duty,
    announce: () => otherNodes.tell({ scans: true }),
    ended: () => scheduler.wake(),
    clock,
    log,
  })
  const scheduler = createScheduler({
    schedules: store.scanSchedules,
    scanners: store.scanners,
    jobs: store.scanJobs,
    duty,
    clock,
    log,
    order: (order) => scans.order(order),
  })
  const wake = (): void => {
    if (started.intake === null) return
    scans.wake()
    scheduler.wake()
  }
  wakeOnChange(store, wake)
  return {
    scans,
    metadataOf: async (scanner) => metadataResponse(await adapterOf(scanner).metadata()),
    async descriptionOf(scanner) {
      const described = await descriptions.of(scanner)
      return described === null ? null : metadataResponse(described)
    },
    start(intake) {
      started.intake = intake
      wake()
    },
    async [Symbol.asyncDispose]() {
      await scheduler[Symbol.asyncDispose]()
      await scans[Symbol.asyncDispose]()
      // The next process takes over at once; without the store it does when the duty has run out.
      await duty.leave().catch(() => undefined)
    },
  }
}

/** A change of the rules may begin a round; other processes order scans. */
function wakeOnChange({ onRulesChanged, otherNodes }: Store, wake: () => void): void {
  onRulesChanged(wake)
  otherNodes.onHint(({ scans }) => {
    if (scans === true) wake()
  })
  otherNodes.onDoubt(wake)
}

function metadataResponse({ scanner, capabilities, properties, reportType }: AdapterMetadata) {
  return {
    scanner,
    capabilities: capabilities.map(({ type, consumes, produces }) => ({
      type,
      consumes_mime_types: consumes,
      produces_mime_types: produces,
    })),
    properties,
    report_type: reportType,
  }
}
