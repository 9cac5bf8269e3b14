import { sql } from 'kysely'
import { type Problems, type TargetStanding, MAX_RECOVERABLE } from '../../domain/problem/problems.ts'
import type { Connections } from '../connections.ts'
import { readRedelivered, recoverable } from '../delivery/again/recover.ts'
import { changeProblems } from './change-problems.ts'
import { problemLists } from './list-problems.ts'
import { problemColumns, problemOf } from './problem-row.ts'
import { readStopped } from './stopped.ts'
import { waitingReader } from './waiting.ts'

/** Name of the lock under which problems open and close: two nodes may see the same trouble. */
const PROBLEMS = 'problems'

/** The record of problems. */
export function createProblems(connections: Connections): Problems {
  const { read, write, lock, now } = connections
  return {
    ...problemLists(connections),
    async open() {
      const rows = await read.selectFrom('problem').selectAll().where('closed_at', 'is', null).execute()
      return rows.map(problemOf)
    },
    stopped: () => readStopped(read),
    targets: (ids) => readStandings(read, ids),
    waiting: waitingReader(connections),
    async recoverable({ kind, policyId, targetId, sinceMs }) {
      if (kind !== 'target_failing' || policyId === null || targetId === null) return 0
      return (await recoverable(read, { policyId, targetId, sinceMs }, MAX_RECOVERABLE)).length
    },
    async redelivered({ policyId, targetId, recovered }) {
      if (policyId === null || targetId === null || recovered === null) return new Map()
      return readRedelivered(read, { policyId, targetId, sinceMs: recovered.atMs })
    },
    change: (changes) =>
      write.transaction().execute(async (transaction) => {
        await lock(transaction, PROBLEMS)
        await changeProblems(transaction, changes, now())
      }),
    ...problemMarks(connections),
  }
}

/** What is noted of a problem beside its opening and closing. */
function problemMarks({
  write,
  now,
}: Connections): Pick<Problems, 'recordPast' | 'acknowledge' | 'noteRecovery' | 'setAnnounced'> {
  return {
    async recordPast(trouble) {
      const over = { closed_at: now(), closed_because: 'over' } as const
      const row = { ...problemColumns(trouble, trouble.sinceMs), ...over }
      await write.insertInto('problem').values(row).execute()
    },
    async acknowledge(id, acknowledgement) {
      const { atMs = null, by = null, note = null } = acknowledgement ?? {}
      const marks = { acknowledged_at: atMs, acknowledged_by: by, acknowledged_note: note }
      await write.updateTable('problem').set(marks).where('id', '=', id).execute()
    },
    async noteRecovery(id, by) {
      await write
        .updateTable('problem')
        .set({ recovered_at: sql<number>`coalesce(recovered_at, ${now()})`, recovered_by: by })
        .where('id', '=', id)
        .execute()
    },
    async setAnnounced(id, what) {
      const mark = what === 'opening' ? { opening_announced: 1 } : { closing_announced: 1 }
      const update = write.updateTable('problem').set(mark).where('id', '=', id)
      // A problem that opened again meanwhile closes once more, and says so then.
      await (what === 'closing' ? update.where('closed_at', 'is not', null) : update).execute()
    },
  }
}

/** Targets that one statement asks for: each is a parameter. */
const SLICE = 1000

async function readStandings(
  read: Connections['read'],
  ids: readonly number[],
): Promise<readonly TargetStanding[]> {
  const standings: TargetStanding[] = []
  for (let from = 0; from < ids.length; from += SLICE)
    standings.push(...(await standingsOf(read, ids.slice(from, from + SLICE))))
  return standings
}

async function standingsOf(
  read: Connections['read'],
  ids: readonly number[],
): Promise<readonly TargetStanding[]> {
  const rows = await read
    .selectFrom('target')
    .innerJoin('policy', 'policy.id', 'target.policy_id')
    .select(['target.id', 'target.policy_id', 'target.deleted_at', 'policy.project_id', 'policy.enabled'])
    .select('policy.deleted_at as policy_deleted_at')
    .where('target.id', 'in', ids)
    .execute()
  return rows.map((row) => ({
    targetId: row.id,
    policyId: row.policy_id,
    projectId: row.project_id,
    endedBecause: endedBecause(row),
  }))
}

function endedBecause(row: {
  readonly deleted_at: number | null
  readonly policy_deleted_at: number | null
  readonly enabled: number
}): TargetStanding['endedBecause'] {
  if (row.deleted_at !== null || row.policy_deleted_at !== null) return 'removed'
  return row.enabled === 1 ? null : 'disabled'
}
