import type { ListQuery, Page, Paged } from '../list-query.ts'

/** One change or log-in, as it stands in the audit log. */
export interface AuditEntry {
  readonly id: number
  readonly atMs: number
  /** 0 for what belongs to no project. */
  readonly projectId: number
  /** As they log in; what was given as a name when a log-in failed. */
  readonly actor: string
  /** The operation of the API document, for example `CreateWebhookPolicyOfProject`, or `Login`. */
  readonly operation: string
  /** The path that was called. */
  readonly resource: string
  /** The status of the answer. */
  readonly status: number
  /** Of the caller. */
  readonly address: string
  readonly requestId: string
}

export interface Audit {
  record: (entry: Omit<AuditEntry, 'id'>) => Promise<void>
  /** Newest first. `projectId` null: of all projects and the system. */
  list: (
    filter: { readonly projectId: number | null },
    page: Page,
    query?: ListQuery,
  ) => Promise<Paged<AuditEntry>>
}
