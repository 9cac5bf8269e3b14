import type { ListQuery, Page, Paged } from '../list-query.ts'

/** One change or log-in, as it stands in the audit log. */
export interface AuditEntry {
  readonly id: number
  readonly atMs: number
  /** 0 for what belongs to no project. */
  readonly projectId: number
  /** Null for what belongs to no project, or to one that is gone. */
  readonly projectName: string | null
  /** As they log in; what was given as a name when a log-in failed. */
  readonly actor: string
  /** Name of the access token that they called with; null without one. */
  readonly accessToken: string | null
  /** What was done, in one of Harbor's words: `create`, `update`, `delete`, `login`, … */
  readonly operation: string
  /** What kind of thing it was done to, in Harbor's words: `project`, `user`, `notification-policy`, … */
  readonly resourceType: string
  /** The name of the thing, or its id where nobody knew the name. */
  readonly resource: string
  /** The number of the thing where it has one: of a policy also for its targets. */
  readonly resourceId: number | null
  /** How many deliveries were sent again, replayed or stopped; null for all other changes. */
  readonly done: number | null
  /** The operation of the API document, for example `CreateWebhookPolicyOfProject`, or `Login`. */
  readonly operationId: string
  /** The path that was called. */
  readonly path: string
  /** The status of the answer. */
  readonly status: number
  /** What an update changed; empty for all others, and for entries from before this was kept. */
  readonly changes: readonly AuditChange[]
  /** Of the caller. */
  readonly address: string
  readonly requestId: string
}

/** A field that changed. Without `from` and `to`: it is a secret, or its value is not shown. */
export interface AuditChange {
  /** Where it stands, with dots: `targets.1.address`, counted from 1. */
  readonly field: string
  /** Absent: there was none. */
  readonly from?: string
  /** Absent: there is none any more. */
  readonly to?: string
}

/** An entry as it is recorded. */
export type NewAuditEntry = Omit<AuditEntry, 'id' | 'projectName' | 'changes' | 'accessToken'> &
  Partial<Pick<AuditEntry, 'changes' | 'accessToken'>>

export interface Audit {
  record: (entry: NewAuditEntry) => Promise<void>
  /**
   * Newest first.
   *
   * @param projectIds only what belongs to one of them; null: everything, also what belongs to no project
   */
  list: (projectIds: readonly number[] | null, page: Page, query?: ListQuery) => Promise<Paged<AuditEntry>>
}
