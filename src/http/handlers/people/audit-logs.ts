import * as CALLS from '../../../contract/calls.ts'
import { EVERY_CALL } from '../../../contract/every-call.ts'
import type { ListParams } from '../../../contract/params.ts'
import type { AuditLogResponse } from '../../../contract/people/audit.ts'
import type { AuditEntry } from '../../../domain/people/audit.ts'
import type { Store } from '../../../domain/store.ts'
import { auditedOperation, auditedResourceType, isAudited } from '../../audited-resource.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { auditedProjects } from './audited-projects.ts'

export interface AuditLogParts {
  readonly store: Pick<Store, 'audit' | 'members' | 'projects'>
}

interface ListCall {
  readonly query: ListParams
  readonly url: string
}

/** Those of the calls, and those that the handlers of the log-in record. */
const EVENT_TYPES = [
  ...new Set([
    ...EVERY_CALL.filter(isAudited).map((call) => `${auditedOperation(call)}_${auditedResourceType(call)}`),
    'login_user',
    'logout_user',
  ]),
].toSorted()

/**
 * The audit log: every change and log-in, newest first; of all that the caller may see, or of one project. Harbor keeps its
 * newer entries apart (`auditlog-exts`); here both lists are the same.
 */
export function auditLogRoutes({ store }: AuditLogParts): readonly Route[] {
  const list = async ({ query, url }: ListCall, projectIds: readonly number[] | null) => {
    const { items, total } = await store.audit.list(projectIds, pageOf(query), listQuery(query))
    const headers = pagingHeaders(url, query, total)
    return { status: 200, headers, body: items.map(auditLogResponse) } as const
  }
  return [
    answer(CALLS.listAuditLogs, async (call) => list(call, await auditedProjects(call.caller, store))),
    answer(CALLS.listAuditLogExts, async (call) => list(call, await auditedProjects(call.caller, store))),
    answer(CALLS.listProjectLogs, (call) => list(call, [call.project.id])),
    answer(CALLS.listProjectLogExts, (call) => list(call, [call.project.id])),
    answer(CALLS.listAuditLogEventTypes, async () => ({
      status: 200,
      body: EVENT_TYPES.map((event_type) => ({ event_type })),
    })),
  ].flat()
}

function auditLogResponse(entry: AuditEntry): AuditLogResponse {
  const { operation, resourceType, resource } = entry
  return {
    ...(entry.accessToken !== null && { access_token: entry.accessToken }),
    ...(entry.changes.length > 0 && { changes: entry.changes.map((change) => ({ ...change })) }),
    client_address: entry.address,
    ...(entry.done !== null && { done: entry.done }),
    id: entry.id,
    op_time: timeInMs(entry.atMs),
    operation,
    operation_description: `${operation} ${resourceType}: ${resource}`,
    operation_id: entry.operationId,
    operation_result: entry.status < 400,
    path: entry.path,
    ...(entry.projectId !== 0 && { project_id: entry.projectId }),
    ...(entry.projectName !== null && { project_name: entry.projectName }),
    request_id: entry.requestId,
    resource,
    ...(entry.resourceId !== null && { resource_id: entry.resourceId }),
    resource_type: resourceType,
    status: entry.status,
    username: entry.actor,
  }
}
