import { type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { Audit, AuditEntry } from '../../domain/people/audit.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asBoolean, asNumber, filtered, ordered } from '../list-query.ts'
import { count, paged } from '../paging.ts'
import type { AuditTable } from './people-tables.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields of its audit logs (`src/pkg/audit`, `src/pkg/auditext`), then ours. */
export const AUDIT_FIELDS: ListFields = {
  id: { sql: sql.ref('id'), stored: asNumber },
  username: { sql: sql.ref('actor') },
  operation: { sql: sql.ref('operation') },
  operation_description: { sql: sql`operation || ' ' || resource_type || ': ' || resource` },
  operation_result: { sql: sql`(case when status < 400 then 1 else 0 end)`, stored: asBoolean },
  resource: { sql: sql.ref('resource') },
  resource_type: { sql: sql.ref('resource_type') },
  op_time: timeField('at'),
  operation_id: { sql: sql.ref('operation_id') },
  path: { sql: sql.ref('path') },
  project_id: { sql: sql.ref('project_id'), stored: asNumber },
  status: { sql: sql.ref('status'), stored: asNumber },
}

export function createAudit({ read, write }: Connections): Audit {
  return {
    async record({ atMs, projectId, requestId, resourceType, operationId, ...texts }) {
      const row = {
        at: atMs,
        project_id: projectId,
        request_id: requestId,
        resource_type: resourceType,
        operation_id: operationId,
        ...texts,
      }
      await write.insertInto('audit').values(row).execute()
    },
    async list(projectIds, page, asked = EVERYTHING) {
      const all = read.selectFrom('audit')
      const inScope = projectIds === null ? all : all.where('project_id', 'in', projectIds)
      const query = filtered(inScope, asked, AUDIT_FIELDS)
      const sorted = ordered(query.selectAll(), asked, AUDIT_FIELDS, [sql`id desc`])
      return { items: (await paged(sorted, page).execute()).map(entryOf), total: await count(query) }
    },
  }
}

function entryOf(row: Selectable<AuditTable>): AuditEntry {
  const { at, project_id, request_id, resource_type, operation_id, ...texts } = row
  return {
    ...texts,
    atMs: at,
    projectId: project_id,
    requestId: request_id,
    resourceType: resource_type,
    operationId: operation_id,
  }
}
