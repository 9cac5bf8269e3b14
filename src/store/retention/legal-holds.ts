import { sql } from 'kysely'
import type { LegalHold, LegalHolds } from '../../domain/retention/legal-hold.ts'
import { uuidBytes, uuidOf } from '../columns/uuid-bytes.ts'
import type { Connections, Writing } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { RULES } from '../rules-revision.ts'

interface HoldRow {
  readonly id: number
  readonly project_id: number | null
  readonly project: string | null
  readonly event: Uint8Array | null
  readonly from_at: number | null
  readonly until_at: number | null
  readonly reason: string
  readonly placed_at: number
  readonly placed_by: string
}

export function createLegalHolds({ read, write, lock, now }: Connections): LegalHolds {
  return {
    place: ({ eventId, projectId, sinceMs, untilMs, reason, placedBy }) =>
      write.transaction().execute(async (transaction) => {
        // The removal shares this lock: nothing that the hold covers is being removed when it begins.
        await lock(transaction, RULES)
        const event = eventId === null ? null : await numberOf(transaction, eventId)
        if (event === undefined) return null
        const insert = transaction.insertInto('legal_hold').values({
          project_id: projectId,
          event_id: event,
          from_at: sinceMs,
          until_at: untilMs,
          reason,
          placed_at: now(),
          placed_by: placedBy,
        })
        return (await insert.returning('id').executeTakeFirstOrThrow()).id
      }),
    async list() {
      const rows = await rowsOf(
        read,
        sql<HoldRow>`select h.id, h.project_id, p.name as project, e.uuid as event, h.from_at, h.until_at, h.reason, h.placed_at,
            h.placed_by
          from legal_hold h left join project p on p.id = h.project_id left join event e on e.id = h.event_id
          where h.lifted_at is null order by h.id`,
      )
      return rows.map(holdOf)
    },
    async lift(id, by) {
      const update = write.updateTable('legal_hold').set({ lifted_at: now(), lifted_by: by })
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('lifted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

async function numberOf(transaction: Writing, eventId: string): Promise<number | undefined> {
  const query = transaction.selectFrom('event').select('id').where('uuid', '=', uuidBytes(eventId))
  return (await query.executeTakeFirst())?.id
}

function holdOf(row: HoldRow): LegalHold {
  return {
    id: row.id,
    projectId: row.project_id,
    projectName: row.project,
    eventId: row.event === null ? null : uuidOf(row.event),
    sinceMs: row.from_at,
    untilMs: row.until_at,
    reason: row.reason,
    placedAtMs: row.placed_at,
    placedBy: row.placed_by,
  }
}
