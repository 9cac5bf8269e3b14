// Preloaded by `node --import`, in each thread: kills the process at a step of its work with the database. The product knows nothing of it.

import { existsSync, writeFileSync } from 'node:fs'
import { DatabaseSync, StatementSync } from 'node:sqlite'

/** When the process ends, of the transaction in which a statement runs. */
export type Moment = 'after the statement' | 'before the commit' | 'after the commit'

export interface KillStep {
  /** A regular expression: the statement that the step is about. */
  readonly statement: string
  readonly moment: Moment
  /** How many such statements come before the one that counts. */
  readonly skip?: number
  /** A file: the step counts once it is there. */
  readonly armed: string
  /** A file that says that the process ended here. */
  readonly ended: string
}

/** The environment of a process that ends at a step. */
export function killedAt(step: KillStep): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, KILL_AT_STEP: JSON.stringify(step) }
}

const { KILL_AT_STEP } = process.env
if (KILL_AT_STEP !== undefined) watch(JSON.parse(KILL_AT_STEP) as KillStep)

function watch({ statement, moment, skip = 0, armed, ended }: KillStep): void {
  const pattern = new RegExp(statement, 'i')
  let left = skip
  let isIn = false

  const end = (): void => {
    writeFileSync(ended, moment)
    process.kill(process.pid, 'SIGKILL')
  }
  const before = (sql: string): void => {
    if (isIn && moment === 'before the commit' && sql === 'commit') end()
  }
  const after = (sql: string): void => {
    if (isIn && moment === 'after the commit' && sql === 'commit') end()
    if (sql === 'commit' || sql === 'rollback') isIn = false
    if (!pattern.test(sql) || !existsSync(armed) || left-- > 0) return
    isIn = true
    if (moment === 'after the statement') end()
  }
  const wrap = (
    prototype: object,
    name: string,
    sqlOf: (self: unknown, args: readonly unknown[]) => unknown,
  ) => {
    const method = Reflect.get(prototype, name) as (...args: unknown[]) => unknown
    Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
      const sql = String(sqlOf(this, args)).trim()
      before(sql)
      const result = method.apply(this, args)
      after(sql)
      return result
    })
  }

  wrap(DatabaseSync.prototype, 'exec', (_, [sql]) => sql)
  for (const name of ['run', 'get', 'all'])
    wrap(StatementSync.prototype, name, (statement) => (statement as StatementSync).sourceSQL)
}
