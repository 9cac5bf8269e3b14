import { statement } from '../../sqlite/statement.ts'
import type { RunState } from '../runs/run.ts'
import { prepareNextInOrder } from './next-in-order.ts'
import { openDatabase } from './open-database.ts'

/** What a person changes, also beside a running listener, which notices within a second. */
export interface Changes extends Disposable {
  /** Makes an ended run due, with all its retries. The state that it was in; null when there is no such run. */
  readonly retry: (id: number, nowMs: number) => RunState | null
  /** Makes all runs due that gave up; their ids. */
  readonly retryFailed: (nowMs: number) => readonly number[]
  /** Ends a run: one that waits now, one that is under way as soon as the listener has ended it. */
  readonly stop: (id: number, nowMs: number) => RunState | null
}

interface Row {
  readonly state: RunState
  readonly rule: string
  readonly order_key: string | null
}

/** Opens the database of runs for changes. */
export function openChanges(path: string): Changes {
  const database = openDatabase(path)
  const find = statement(database, 'select state, rule, order_key from run where id = :id')
  const failed = statement(database, `select id from run where state = 'error' order by id`)
  const again = statement(
    database,
    `update run set state = 'pending', reason = '', failures = 0, due_at = :now, ended_at = null,
       waits = iif(order_key is null, 0, 1)
     where id = :id`,
  )
  const stopNow = statement(
    database,
    `update run set state = 'stopped', reason = 'a person stopped it', due_at = null, ended_at = :now where id = :id`,
  )
  const askToStop = statement(database, 'update run set stop_asked_at = :now where id = :id')
  const nextInOrder = prepareNextInOrder(database)
  const rowOf = (id: number): Row | undefined => find.get({ id }) as Row | undefined
  const atOnce = <Result>(change: () => Result): Result => {
    database.exec('begin immediate')
    const result = change()
    database.exec('commit')
    return result
  }
  const retry = (id: number, nowMs: number): RunState | null => {
    const row = rowOf(id)
    if (row === undefined) return null
    if (row.state === 'pending' || row.state === 'running') return row.state
    again.run({ id, now: nowMs })
    nextInOrder(row.rule, row.order_key)
    return row.state
  }
  return {
    retry: (id, nowMs) => atOnce(() => retry(id, nowMs)),
    retryFailed: (nowMs) =>
      atOnce(() => {
        const ids = (failed.all({}) as { id: number }[]).map(({ id }) => id)
        for (const id of ids) retry(id, nowMs)
        return ids
      }),
    stop: (id, nowMs) =>
      atOnce(() => {
        const row = rowOf(id)
        if (row === undefined) return null
        if (row.state === 'running') askToStop.run({ id, now: nowMs })
        if (row.state === 'pending') {
          stopNow.run({ id, now: nowMs })
          nextInOrder(row.rule, row.order_key)
        }
        return row.state
      }),
    [Symbol.dispose]: () => database.close(),
  }
}
