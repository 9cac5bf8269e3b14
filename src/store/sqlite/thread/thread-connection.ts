import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { rollback } from '../../../sqlite/rollback.ts'
import type {
  Batch,
  BatchAnswer,
  HotAnswer,
  HotRequest,
  Open,
  Query,
  QueryAnswer,
  ThreadRequest,
  ThreadResult,
} from './thread-protocol.ts'
import { CHECKPOINT_FRAMES } from '../checkpoints.ts'
import { WalRoom } from '../../../sqlite/wal-room.ts'
import { FileWatch } from '../../../sqlite/file-watch.ts'

const MAX_STATEMENTS = 200

/**
 * How the writer's commits reach the disk. WAL with synchronous=FULL: a commit is on disk when it returns, and readers never
 * wait for the writer. A checkpoint every 32 MiB instead of every 4: pages that are written again and again, such as the
 * ends of tables, then reach the database file once.
 */
const DURABILITY = `
  pragma journal_mode = wal; pragma synchronous = full;
  pragma wal_autocheckpoint = ${CHECKPOINT_FRAMES}; pragma journal_size_limit = 67108864`

type RunHot = (operations: readonly HotRequest[]) => readonly HotAnswer[]

/** The thread's side of a connection: carries out one request at a time. */
export class ThreadConnection {
  readonly #prepareHot: (database: DatabaseSync) => RunHot
  #database: DatabaseSync | null = null
  readonly #statements = new Map<string, StatementSync>()
  #hot: RunHot | null = null
  #walRoom: WalRoom | null = null
  #files: FileWatch | null = null

  /** @param prepareHot makes what runs hot operations on a connection; it is called with the first of them */
  constructor(prepareHot: (database: DatabaseSync) => RunHot) {
    this.#prepareHot = prepareHot
  }

  carryOut(request: ThreadRequest): ThreadResult<ThreadRequest> {
    switch (request.kind) {
      case 'open':
        return this.#open(request)
      case 'query':
        return this.#query(request)
      case 'batch':
        return this.#batch(request)
      case 'checkpoint':
        this.#opened.exec('pragma wal_checkpoint(passive)')
        return null
      case 'rollback':
        rollback(this.#opened)
        return null
      case 'close':
        this.#opened.close()
        return null
    }
  }

  get #opened(): DatabaseSync {
    if (this.#database === null) throw new Error('the database is not open')
    return this.#database
  }

  #open({ path, role }: Open): null {
    const readOnly = role === 'reader' || role === 'lookup'
    this.#database = new DatabaseSync(path, { readOnly, timeout: 5000 })
    if (role === 'writer') {
      this.#database.exec(DURABILITY)
      this.#walRoom = new WalRoom(this.#database, `${path}-wal`)
      this.#files = new FileWatch(path)
    }
    if (role !== 'checkpointer') this.#database.exec('pragma cache_size = -32768')
    return null
  }

  #batch({ operationsJson }: Batch): BatchAnswer {
    this.#files?.check()
    const logFrames = this.#walRoom?.make() ?? 0
    // Prepared on first use: the tables exist by then.
    const carryOut = (this.#hot ??= this.#prepareHot(this.#opened))
    const operations = JSON.parse(operationsJson) as readonly HotRequest[]
    const began = performance.now()
    const answers = carryOut(operations)
    const durationMs = performance.now() - began
    return { answersJson: JSON.stringify(answers), logFrames, durationMs }
  }

  #query({ sql, parameters }: Query): QueryAnswer {
    this.#files?.check()
    const statement = this.#prepare(sql)
    const values = parameters as SQLInputValue[]
    if (statement.columns().length > 0) {
      return { rows: statement.all(...values), changes: 0, lastInsertRowid: 0 }
    }
    const { changes, lastInsertRowid } = statement.run(...values)
    return { rows: [], changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear()
    const statement = this.#opened.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
