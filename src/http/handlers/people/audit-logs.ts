import Type from 'typebox'
import { ListParams, ProjectParams } from '../../../contract/params.ts'
import { AuditLogResponse } from '../../../contract/people/audit.ts'
import type { Audit, AuditEntry } from '../../../domain/people/audit.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Answer, type Call, type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'

/** The audit log: every change and log-in, newest first; of the whole system, or of one project. */
export function auditLogRoutes(audit: Audit): readonly Route[] {
  const list = async (
    { query, url }: Pick<Call<{ querystring: typeof ListParams }>, 'query' | 'url'>,
    projectId: number | null,
  ): Promise<Answer> => {
    const { items, total } = await audit.list({ projectId }, pageOf(query), listQuery(query))
    return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(auditLogResponse) }
  }
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/audit-logs',
      operation: 'ListAuditLogs',
      summary: 'List every change and log-in',
      tag: 'auditlog',
      needs: 'audit-log:list',
      schema: { querystring: ListParams },
      answers: { 200: Type.Array(AuditLogResponse) },
      handle: (call) => list(call, null),
    }),
    route({
      method: 'GET',
      path: '/api/v2.0/projects/:project_name_or_id/logs',
      operation: 'GetLogs',
      summary: 'List the changes in a project',
      tag: 'project',
      needs: 'log:list',
      schema: { params: ProjectParams, querystring: ListParams },
      answers: { 200: Type.Array(AuditLogResponse) },
      handle: (call) => list(call, call.project.id),
    }),
  ]
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
