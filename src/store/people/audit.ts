import { type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { Audit, AuditChange, AuditEntry } from '../../domain/people/audit.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asBoolean, asNumber, filtered, ordered } from '../list-query.ts'
import { count, paged } from '../paging.ts'
import type { AuditTable } from './people-tables.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields of its audit logs (`src/pkg/audit`, `src/pkg/auditext`), then ours. */
export const AUDIT_FIELDS: ListFields = {
  id: { sql: sql.ref('id'), stored: asNumber },
  username: { sql: sql.ref('actor') },
  access_token: { sql: sql.ref('access_token') },
  operation: { sql: sql.ref('operation') },
  operation_description: { sql: sql`operation || ' ' || resource_type || ': ' || resource` },
  operation_result: { sql: sql`(case when status < 400 then 1 else 0 end)`, stored: asBoolean },
  resource: { sql: sql.ref('resource') },
  resource_id: { sql: sql.ref('resource_id'), stored: asNumber },
  resource_type: { sql: sql.ref('resource_type') },
  op_time: timeField('at'),
  operation_id: { sql: sql.ref('operation_id') },
  path: { sql: sql.ref('path') },
  project_id: { sql: sql.ref('project_id'), stored: asNumber },
  status: { sql: sql.ref('status'), stored: asNumber },
}

export function createAudit({ read, write }: Connections): Audit {
  return {
    async record({
      atMs,
      projectId,
      requestId,
      resourceType,
      resourceId,
      operationId,
      changes = [],
      accessToken = null,
      ...others
    }) {
      const row = {
        at: atMs,
        project_id: projectId,
        request_id: requestId,
        resource_type: resourceType,
        resource_id: resourceId,
        operation_id: operationId,
        access_token: accessToken,
        changes_json: changes.length === 0 ? null : JSON.stringify(changes),
        ...others,
      }
      await write.insertInto('audit').values(row).execute()
    },
    async list(projectIds, page, asked = EVERYTHING) {
      const all = read.selectFrom('audit')
      const inScope = projectIds === null ? all : all.where('project_id', 'in', projectIds)
      const query = filtered(inScope, asked, AUDIT_FIELDS)
      const sorted = ordered(query.selectAll().select(projectName), asked, AUDIT_FIELDS, [sql`id desc`])
      return { items: (await paged(sorted, page).execute()).map(entryOf), total: await count(query) }
    },
  }
}

/** Of the project of an entry, while it is there. */
const projectName = sql<
  string | null
>`(select name from project where project.id = audit.project_id and deleted_at is null)`.as('project_name')

function entryOf(row: Selectable<AuditTable> & { readonly project_name: string | null }): AuditEntry {
  const {
    at,
    project_id,
    project_name,
    request_id,
    resource_type,
    resource_id,
    operation_id,
    changes_json,
    access_token,
    ...others
  } = row
  return {
    ...others,
    changes: changes_json === null ? [] : (JSON.parse(changes_json) as AuditChange[]),
    accessToken: access_token,
    atMs: at,
    projectId: project_id,
    projectName: project_name,
    requestId: request_id,
    resourceType: resource_type,
    resourceId: resource_id,
    operationId: operation_id,
  }
}
