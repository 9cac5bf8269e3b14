import type { Scan } from '../event/event-detail.ts'
import type { ImageReference } from '../event/image-reference.ts'

/** What a scanner's report says. */
export interface ScanReading {
  /** What was scanned, or null when the report does not say or names something else than an image of a registry. */
  readonly image: ImageReference | null
  readonly scan: Scan
}

/** Reads the body of a report. @throws BellbuoyError `BAD_REQUEST` naming the place */
export type ReadScanReport = (body: unknown) => ScanReading
