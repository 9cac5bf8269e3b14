import type { Scan } from '../event/event-detail.ts'
import type { ImageReference } from '../event/image-reference.ts'

/** What a scanner's report says. */
export interface ScanReading {
  /** What was scanned, or null when the report does not say or names something else than an image of a registry. */
  readonly image: ImageReference | null
  readonly scan: Scan
}

/** What the call says that brings a report. */
export interface ReportCall {
  /** These go before what the report says. */
  readonly query: { readonly repository?: string; readonly tag?: string; readonly digest?: string }
  /** The name of the project that the call is for. */
  readonly project: string
}

/** A report on an image of the project that its call is for. */
export interface ScanReport {
  /** The same for the same report of the same image. */
  readonly id: string
  readonly image: ImageReference
  readonly scan: Scan
}
