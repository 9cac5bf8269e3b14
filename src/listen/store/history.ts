import { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { Run, RunResult, RunState } from '../runs/run.ts'
import type { Facts } from '../webhook/webhook.ts'

export interface RunFilter {
  readonly state: RunState | null
  readonly rule: string | null
  readonly limit: number
}

export interface Attempt extends RunResult {
  readonly number: number
  readonly startedAtMs: number
  readonly isInterrupted: boolean
}

/** What the listener did and does; read beside a running one. */
export interface History extends Disposable {
  /** The newest first. */
  readonly list: (filter: RunFilter) => readonly Run[]
  /** Null when there is none. */
  readonly find: (id: number) => Run | null
  readonly attempts: (run: number) => readonly Attempt[]
}

interface Row extends Omit<Run, 'facts'> {
  readonly facts: string
}

/** SQLite has no other truth than numbers. */
interface AttemptRow extends Omit<Attempt, 'isSuccess' | 'isInterrupted'> {
  readonly isSuccess: number
  readonly isInterrupted: number
}

const COLUMNS = `run.id, run.rule, webhook.identity as webhookId, run.facts, run.state, run.reason, run.attempts,
  run.accepted_at as acceptedAtMs, run.due_at as dueAtMs, run.ended_at as endedAtMs`

/** Opens the database of runs for reading only. */
export function openHistory(path: string): History {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  const find = statement(
    database,
    `select ${COLUMNS} from run join webhook on webhook.id = run.webhook where run.id = :id`,
  )
  const attempts = prepareAttempts(database)
  return {
    list: prepareList(database),
    find: (id) => {
      const row = find.get({ id })
      return row === undefined ? null : runOf(row as unknown as Row)
    },
    attempts,
    [Symbol.dispose]: () => database.close(),
  }
}

function prepareList(database: DatabaseSync): History['list'] {
  return ({ state, rule, limit }) => {
    const conditions = [
      ...(state === null ? [] : ['run.state = :state']),
      ...(rule === null ? [] : ['run.rule = :rule']),
    ]
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
    const rows = database
      .prepare(
        `select ${COLUMNS} from run join webhook on webhook.id = run.webhook ${where}
         order by run.id desc limit :limit`,
      )
      .all({ ...(state !== null && { state }), ...(rule !== null && { rule }), limit })
    return (rows as unknown as Row[]).map(runOf)
  }
}

function runOf(row: Row): Run {
  return { ...row, facts: JSON.parse(row.facts) as Facts }
}

function prepareAttempts(database: DatabaseSync): History['attempts'] {
  const select = statement(
    database,
    `select number, started_at as startedAtMs, duration as durationMs, is_success as isSuccess,
       is_interrupted as isInterrupted, exit_code as exitCode, signal, status_code as statusCode, reason, output
     from attempt where run = :run order by number`,
  )
  return (run) =>
    (select.all({ run }) as readonly AttemptRow[]).map((attempt) => ({
      ...attempt,
      isSuccess: attempt.isSuccess === 1,
      isInterrupted: attempt.isInterrupted === 1,
    }))
}
