import * as CALLS from '../../../contract/calls.ts'
import type { ListParams } from '../../../contract/params.ts'
import type { AuditLogResponse } from '../../../contract/people/audit.ts'
import type { AuditEntry } from '../../../domain/people/audit.ts'
import type { Store } from '../../../domain/store.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'

export interface AuditLogParts {
  readonly store: Pick<Store, 'audit'>
}

interface ListCall {
  readonly query: ListParams
  readonly url: string
}

/** The audit log: every change and log-in, newest first; of the whole system, or of one project. */
export function auditLogRoutes({ store: { audit } }: AuditLogParts): readonly Route[] {
  const list = async ({ query, url }: ListCall, projectId: number | null) => {
    const { items, total } = await audit.list({ projectId }, pageOf(query), listQuery(query))
    const headers = pagingHeaders(url, query, total)
    return { status: 200, headers, body: items.map(auditLogResponse) } as const
  }
  return [
    answer(CALLS.listAuditLogs, (call) => list(call, null)),
    answer(CALLS.listProjectLogs, (call) => list(call, call.project.id)),
  ].flat()
}

function auditLogResponse(entry: AuditEntry): AuditLogResponse {
  return {
    id: entry.id,
    username: entry.actor,
    operation: entry.operation,
    resource: entry.resource,
    ...(entry.projectId !== 0 && { project_id: entry.projectId }),
    status: entry.status,
    client_address: entry.address,
    request_id: entry.requestId,
    op_time: timeInMs(entry.atMs),
  }
}
