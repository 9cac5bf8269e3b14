import type { Selectable } from 'kysely'
import type { ScanJob, ScanJobs, ScanOrder, ScanProgress, ScanState } from '../../domain/scanning/scanner.ts'
import type { Connections } from '../connections.ts'
import { createLastPushes } from './last-pushes.ts'
import type { ScanTable } from './scanning-tables.ts'

const NO_PROGRESS: ScanProgress = {
  scannerUuid: null,
  requestId: null,
  mediaType: '',
  startedAtMs: null,
  failures: 0,
  scan: null,
}

export function createScanJobs(connections: Connections): ScanJobs {
  const { read, write } = connections
  const all = read.selectFrom('scan').selectAll()
  return {
    async order(order, nowMs) {
      const row = {
        cause: order.cause,
        project: order.project,
        image_json: JSON.stringify(order),
        state: 'pending',
        progress_json: JSON.stringify(NO_PROGRESS),
        due_at: nowMs,
        created_at: nowMs,
      }
      const insert = write
        .insertInto('scan')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
      return (await insert.executeTakeFirstOrThrow()).numInsertedOrUpdatedRows !== 0n
    },
    async byId(id) {
      const row = await all.where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : jobOf(row)
    },
    async due(nowMs, limit) {
      const due = all.where('due_at', '<=', nowMs).orderBy('due_at').limit(limit)
      return (await due.execute()).map(jobOf)
    },
    async nextDueAtMs() {
      const next = read.selectFrom('scan').select('due_at').where('due_at', 'is not', null)
      return (await next.orderBy('due_at').limit(1).executeTakeFirst())?.due_at ?? null
    },
    async move(id, from, { state, progress, dueAtMs }) {
      const changes = { state, progress_json: JSON.stringify(progress), due_at: dueAtMs }
      const update = write.updateTable('scan').set(changes).where('id', '=', id).where('state', '=', from)
      return (await update.executeTakeFirstOrThrow()).numUpdatedRows !== 0n
    },
    async ofProject(project, limit) {
      const newest = all.where('project', '=', project).orderBy('id', 'desc').limit(limit)
      return (await newest.execute()).map(jobOf)
    },
    ...createLastPushes(connections),
  }
}

function jobOf(row: Selectable<ScanTable>): ScanJob {
  return {
    id: row.id,
    order: JSON.parse(row.image_json) as ScanOrder,
    state: row.state as ScanState,
    progress: JSON.parse(row.progress_json) as ScanProgress,
    createdAtMs: row.created_at,
    dueAtMs: row.due_at,
  }
}
