import type { Readable } from 'node:stream'
import type { Chart } from '../event/event-detail.ts'

/** A repository of Helm charts (ChartMuseum) behind the gateway. */
export interface ChartRepository extends AsyncDisposable {
  /** Passes a request on. @throws BellbuoyError `UNAVAILABLE` when the repository cannot be reached */
  forward: (request: ChartRequest) => Promise<ChartAnswer>
}

export interface ChartRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path in the repository. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readable | null
}

export interface ChartAnswer {
  readonly status: number
  /** The headers about the body, and those that explain a refusal; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

/** The chart of an upload, or why it cannot be read. */
export type ChartReading =
  { readonly chart: Chart; readonly reason?: never } | { readonly chart: null; readonly reason: string }

/** An upload to the repository, and the chart that it contains. */
export interface ChartUpload {
  /** The bytes of the upload; fails when there are too many. */
  readonly body: Readable
  /** Known once the upload has passed through; never rejects. */
  readonly reading: Promise<ChartReading>
}

/** Reads the chart of an upload while it passes through: an archive, or a form with an archive in its field `chart`. */
export type WatchUpload = (body: Readable, contentType: string) => ChartUpload
