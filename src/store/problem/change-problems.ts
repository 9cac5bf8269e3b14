import type { ProblemChanges } from '../../domain/problem/problem-changes.ts'
import { FLAPPING_MS, type Trouble, subjectIdOf } from '../../domain/problem/problem.ts'
import type { Writing } from '../connections.ts'
import { problemColumns } from './problem-row.ts'

/** Brings the record up to date. Another node may have done so already: what it opened is not opened twice. */
export async function changeProblems(
  transaction: Writing,
  { opened, updated, closed }: ProblemChanges,
  atMs: number,
): Promise<void> {
  for (const trouble of opened) await openProblem(transaction, trouble, atMs)
  for (const { id, cause, reason, isQuiet } of updated) {
    const update = transaction.updateTable('problem').set({ cause, reason, quiet: isQuiet ? 1 : 0 })
    await update.where('id', '=', id).execute()
  }
  for (const { id, because } of closed) {
    const update = transaction.updateTable('problem').set({ closed_at: atMs, closed_because: because })
    await update.where('id', '=', id).where('closed_at', 'is', null).execute()
  }
}

/** Opens the last problem of its subject again where that is fresh; nothing happens while it is open. */
async function openProblem(transaction: Writing, trouble: Trouble, atMs: number): Promise<void> {
  const { kind, cause, reason, isQuiet } = trouble
  const same = transaction
    .selectFrom('problem')
    .select(['id', 'closed_at', 'times_opened'])
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectIdOf(trouble))
  const last = await same.orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (last !== undefined && last.closed_at === null) return
  if (last === undefined || (last.closed_at ?? 0) <= atMs - FLAPPING_MS) {
    await transaction.insertInto('problem').values(problemColumns(trouble, atMs)).execute()
    return
  }
  const again = { closed_at: null, closed_because: null, times_opened: last.times_opened + 1 }
  const update = transaction.updateTable('problem').set({ ...again, cause, reason, quiet: isQuiet ? 1 : 0 })
  await update.where('id', '=', last.id).execute()
}
