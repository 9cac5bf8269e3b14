import type { ActorKind } from '../event/event.ts'
import type { Guard } from '../revision.ts'
import type { Scan } from '../event/event-detail.ts'
import type { ListQuery, Page, Paged } from '../list-query.ts'

export const SCANNER_AUTHS = ['', 'Basic', 'Bearer', 'X-ScannerAdapter-API-Key'] as const

/** The entry of a project's metadata that names its own scanner, by UUID, as Harbor does. One that is gone counts for nothing. */
export const PROJECT_SCANNER_KEY = 'projectScanner'

/** By what the pulls of a scanner are recognised, each empty when not set. */
export interface ScannerPulls {
  /** The account at the registry. */
  readonly account: string
  /** The program, in any version. */
  readonly userAgent: string
}

/** A scanner adapter (https://github.com/goharbor/pluggable-scanner-spec), as the admin registered it. */
export interface ScannerDraft {
  readonly name: string
  readonly description: string
  readonly url: string
  /** How to log in to it. */
  readonly auth: (typeof SCANNER_AUTHS)[number]
  /** For Basic `name:password`; null keeps what is stored, an empty text removes it. */
  readonly credential: string | null
  /** Of the registry that it pulls from. */
  readonly registryUrl: string
  /** The `Authorization` header for that registry; null keeps what is stored, an empty text removes it. */
  readonly registryAuthorization: string | null
  readonly pulls: ScannerPulls
  readonly skipCertVerify: boolean
  readonly disabled: boolean
}

/** With its secrets in clear; they leave the process only for whom they are for. */
export interface Scanner extends ScannerDraft {
  readonly id: number
  readonly uuid: string
  readonly isDefault: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** What is to be scanned, and for whom. */
export interface ScanOrder {
  /** Why; the same cause again is the same scan. */
  readonly cause: string
  readonly project: string
  readonly repository: string
  readonly tag: string | null
  readonly digest: string
  readonly mediaType: string | null
  readonly registryHost: string
  readonly operator: string
  readonly actorKind: ActorKind
  /** `push`, `request`, `schedule`. */
  readonly trigger: string
}

export type ScanState = 'pending' | 'running' | 'success' | 'error' | 'stopped'

/** How far a scan is. */
export interface ScanProgress {
  /** Of the scanner that took it. */
  readonly scannerUuid: string | null
  /** The adapter's id of it, once it took it. */
  readonly requestId: string | null
  /** Media type of the report that was asked for. */
  readonly mediaType: string
  readonly startedAtMs: number | null
  /** Attempts in a row that brought nothing. */
  readonly failures: number
  /** The result that the event reports, once the scan has ended. */
  readonly scan: Scan | null
}

export interface ScanJob {
  readonly id: number
  readonly order: ScanOrder
  readonly state: ScanState
  readonly progress: ScanProgress
  readonly createdAtMs: number
  /** When there is something to do for it; null when all is done. */
  readonly dueAtMs: number | null
}

export interface Scanners {
  /** By name unless asked otherwise. Fields: those of Harbor's scanners. */
  list: (page: Page, query?: ListQuery) => Promise<Paged<Scanner>>
  /** By what the pulls of each scanner are recognised. */
  pulls: () => Promise<readonly ScannerPulls[]>
  byUuid: (uuid: string) => Promise<Scanner | null>
  /** The one that a project has: its own choice, else the default; null when there is none. */
  ofProject: (project: string) => Promise<Scanner | null>
  /** The one that scans for a project: its own choice, else the default; null when there is none, or it is disabled. */
  inUse: (project: string) => Promise<Scanner | null>
  /** The first one becomes the default. @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (uuid: string, draft: ScannerDraft) => Promise<void>
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  update: (uuid: string, draft: ScannerDraft, guard?: Guard) => Promise<void>
  makeDefault: (uuid: string, guard?: Guard) => Promise<void>
  remove: (uuid: string, guard?: Guard) => Promise<void>
}

export interface ScanJobs {
  /** Stores an order; false when its cause was known. */
  order: (order: ScanOrder, nowMs: number) => Promise<boolean>
  byId: (id: number) => Promise<ScanJob | null>
  /** The due ones, oldest due first. */
  due: (nowMs: number, limit: number) => Promise<readonly ScanJob[]>
  /** When the next one is due, or null. */
  nextDueAtMs: () => Promise<number | null>
  /**
   * Moves a scan on; false when someone moved it in between.
   *
   * @param from the state that it is to be in
   */
  move: (id: number, from: ScanState, to: Pick<ScanJob, 'state' | 'progress' | 'dueAtMs'>) => Promise<boolean>
  /** Newest first. */
  ofProject: (project: string, limit: number) => Promise<readonly ScanJob[]>
  /** The digest that a tag had at its last push, with what was reported of it; null when nobody reported it. */
  pushed: (
    repository: string,
    tag: string,
  ) => Promise<{ readonly digest: string; readonly registryHost: string } | null>
  /**
   * How a digest was pushed last: by the tag that still points to it, or else without one (null), and the host that its
   * repository was last reached under; empty when it is not known.
   */
  pushedAs: (
    repository: string,
    digest: string,
  ) => Promise<{ readonly tag: string | null; readonly registryHost: string }>
}
