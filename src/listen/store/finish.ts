import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { RunState } from '../runs/run.ts'
import { prepareNextInOrder } from './next-in-order.ts'
import type { Finish } from './operations.ts'

interface Row {
  readonly rule: string
  readonly order_key: string | null
  readonly latest_key: string | null
  readonly stop_asked_at: number | null
  readonly attempts: number
}

interface Next {
  readonly state: RunState
  readonly dueAtMs: number | null
  readonly reason: string
}

/** Stores an attempt together with the state that follows. */
export function prepareFinish(database: DatabaseSync): (finish: Finish) => RunState {
  const find = statement(
    database,
    'select rule, order_key, latest_key, stop_asked_at, attempts from run where id = :run',
  )
  const newer = statement(
    database,
    `select max(id) as id from run where rule = :rule and latest_key = :latest_key and id > :run`,
  )
  const record = prepareRecordAttempt(database)
  const change = statement(
    database,
    `update run set state = :state, reason = :reason, due_at = :due_at, ended_at = :ended_at, process = null,
       attempts = attempts + 1, failures = failures + :failures, stop_asked_at = null
     where id = :run`,
  )
  const nextInOrder = prepareNextInOrder(database)
  const nextOf = (row: Row, { run, next }: Finish): Next => {
    if (next.state !== 'pending') return next
    if (row.stop_asked_at !== null) return { state: 'stopped', dueAtMs: null, reason: 'a person stopped it' }
    const replacing =
      row.latest_key === null ? null : newer.get({ rule: row.rule, latest_key: row.latest_key, run })?.['id']
    if (typeof replacing !== 'number') return next
    return { state: 'superseded', dueAtMs: null, reason: `run ${replacing} replaces it` }
  }
  return (finish) => {
    const { run, result, isInterrupted, nowMs } = finish
    const row = find.get({ run }) as Row | undefined
    if (row === undefined) throw new Error(`there is no run ${run}`)
    record(finish, row.attempts + 1)
    const { state, dueAtMs, reason } = nextOf(row, finish)
    change.run({
      run,
      state,
      reason,
      due_at: dueAtMs,
      ended_at: state === 'pending' ? null : nowMs,
      failures: result.isSuccess || isInterrupted ? 0 : 1,
    })
    nextInOrder(row.rule, row.order_key)
    return state
  }
}

function prepareRecordAttempt(database: DatabaseSync): (finish: Finish, number: number) => void {
  const insert = statement(
    database,
    `insert into attempt (run, number, started_at, duration, is_success, is_interrupted, exit_code, signal,
       status_code, reason, output)
     values (:run, :number, :started_at, :duration, :is_success, :is_interrupted, :exit_code, :signal,
       :status_code, :reason, :output)`,
  )
  return ({ run, startedAtMs, result, isInterrupted }, number) => {
    insert.run({
      run,
      number,
      started_at: startedAtMs,
      duration: Math.round(result.durationMs),
      is_success: Number(result.isSuccess),
      is_interrupted: Number(isInterrupted),
      exit_code: result.exitCode,
      signal: result.signal,
      status_code: result.statusCode,
      reason: result.reason,
      output: result.output,
    })
  }
}
