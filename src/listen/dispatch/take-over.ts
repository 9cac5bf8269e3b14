import { endGroup, livingGroup } from '../launch/process-group.ts'
import { endSession, isSession } from '../launch/process-session.ts'
import type { LeftRun } from '../store/operations.ts'
import type { RunStore } from '../store/run-store.ts'
import { failedResult } from './perform.ts'

/**
 * Takes over the runs that were under way when the listener before this one ended: what is left of a command ends first, so that it never
 * runs twice at the same time; then the run is due again.
 *
 * @returns their ids
 */
export async function takeOver(store: RunStore, nowMs: () => number): Promise<readonly number[]> {
  const left = await store.submit('left', null)
  const runs = left.map(({ id }) => id)
  const groups = left.flatMap(({ commandGroup }) => commandGroup ?? [])
  const places = new Set(left.flatMap(({ process }) => process ?? []))
  await Promise.all([...places].filter(isSession).map((session) => endSession(session, { runs, groups })))
  await Promise.all(left.map((run) => takeOverOne(store, run, nowMs)))
  return runs
}

async function takeOverOne(store: RunStore, run: LeftRun, nowMs: () => number): Promise<void> {
  // Its command was not let go.
  if (run.process === null) {
    await store.submit('giveBack', { run: run.id, nowMs: nowMs() })
    return
  }
  const group = isSession(run.process) ? null : livingGroup(run.process, run.id)
  if (group !== null) await endGroup(group)
  const endedAtMs = nowMs()
  await store.submit('finish', {
    run: run.id,
    startedAtMs: run.startedAtMs,
    result: { ...failedResult(CUT_OFF), durationMs: Math.max(0, endedAtMs - run.startedAtMs) },
    isInterrupted: true,
    next: { state: 'pending', dueAtMs: endedAtMs, reason: CUT_OFF },
    nowMs: endedAtMs,
  })
}

const CUT_OFF = 'the listener was ended while it ran'
