import type { Readable } from 'node:stream'
import type { Chart } from '../event/event-detail.ts'

/** A repository of Helm charts (ChartMuseum) that requests are passed on to. */
export interface ChartRepository extends AsyncDisposable {
  /** Passes a request on. @throws BellbuoyError `UNAVAILABLE` when the repository cannot be reached */
  forward: (request: ChartRequest) => Promise<ChartAnswer>
}

export interface ChartRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** In the repository. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readable | null
}

export interface ChartAnswer {
  readonly status: number
  /** Those that concern the body; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

/** What goes through to the repository, and what is learned from it on its way. */
export interface ChartUpload {
  /** The same bytes; it fails when there are too many. */
  readonly body: Readable
  /** The chart in it, once it has gone through; null when there is none that can be read. */
  readonly chart: Promise<Chart | null>
}

/** Looks into an upload as it passes: a chart's archive, or a form with one in its field `chart`. */
export type WatchUpload = (body: Readable, contentType: string) => ChartUpload
