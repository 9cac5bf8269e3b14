import { type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { Audit, AuditEntry } from '../../domain/people/audit.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asNumber, filtered, ordered } from '../list-query.ts'
import { count, paged } from '../paging.ts'
import type { AuditTable } from './people-tables.ts'
import { timeField } from '../time-field.ts'

const AUDIT_FIELDS: ListFields = {
  id: { sql: sql.ref('id'), stored: asNumber },
  username: { sql: sql.ref('actor') },
  operation: { sql: sql.ref('operation') },
  resource: { sql: sql.ref('resource') },
  status: { sql: sql.ref('status'), stored: asNumber },
  op_time: timeField('at'),
}

export function createAudit({ read, write }: Connections): Audit {
  return {
    async record({ atMs, projectId, requestId, ...texts }) {
      const row = { at: atMs, project_id: projectId, request_id: requestId, ...texts }
      await write.insertInto('audit').values(row).execute()
    },
    async list({ projectId }, page, asked = EVERYTHING) {
      const all = read.selectFrom('audit')
      const inScope = projectId === null ? all : all.where('project_id', '=', projectId)
      const query = filtered(inScope, asked, AUDIT_FIELDS)
      const sorted = ordered(query.selectAll(), asked, AUDIT_FIELDS, [sql`id desc`])
      return { items: (await paged(sorted, page).execute()).map(entryOf), total: await count(query) }
    },
  }
}

function entryOf({ at, project_id, request_id, ...texts }: Selectable<AuditTable>): AuditEntry {
  return { ...texts, atMs: at, projectId: project_id, requestId: request_id }
}
