import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { prepareHot } from './hot.ts'
import { faultOf } from './thread-fault.ts'
import type {
  Query,
  QueryAnswer,
  ThreadAnswer,
  ThreadRequest,
  ThreadResult,
  ThreadStart,
} from './thread-protocol.ts'

const MAX_STATEMENTS = 200

const start = workerData as ThreadStart
const database = new DatabaseSync(start.path, { readOnly: start.readOnly, timeout: 5000 })
if (!start.readOnly) {
  // WAL with synchronous=FULL: a commit is on disk when it returns, and readers never wait for the writer.
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864; pragma wal_autocheckpoint = 8000',
  )
}
database.exec('pragma cache_size = -32768')

const statements = new Map<string, StatementSync>()
/** Prepared on first use: the tables exist by then. */
let hot: ReturnType<typeof prepareHot> | undefined

function prepare(sql: string): StatementSync {
  const known = statements.get(sql)
  if (known !== undefined) return known
  if (statements.size >= MAX_STATEMENTS) statements.clear()
  const statement = database.prepare(sql)
  statements.set(sql, statement)
  return statement
}

function query({ sql, parameters }: Query): QueryAnswer {
  const statement = prepare(sql)
  const values = parameters as SQLInputValue[]
  if (statement.columns().length > 0)
    return { rows: statement.all(...values), changes: 0, lastInsertRowid: 0 }
  const { changes, lastInsertRowid } = statement.run(...values)
  return { rows: [], changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
}

function carryOut(request: ThreadRequest): ThreadResult<ThreadRequest> {
  switch (request.kind) {
    case 'query':
      return query(request)
    case 'batch':
      return (hot ??= prepareHot(database))(request.operations)
    case 'close':
      database.close()
      return null
  }
}

parentPort?.on('message', ({ id, request }: { id: number; request: ThreadRequest }) => {
  let answer: ThreadAnswer
  try {
    answer = { id, result: carryOut(request) }
  } catch (error) {
    answer = { id, fault: faultOf(error) }
  }
  parentPort?.postMessage(answer)
})
