import type {
  Batch,
  HotAnswer,
  HotOperations,
  HotRequest,
  Query,
  QueryAnswer,
  Rollback,
} from './thread-protocol.ts'
import type { Checkpoints } from '../checkpoints.ts'
import type { NoteCommit } from '../../../domain/delivery/commit.ts'
import type { SqliteThread } from './sqlite-thread.ts'
import { faultToError } from '../../../sqlite/sqlite-error.ts'

/** Hot operations in one commit at the most; more only makes everyone in it wait longer. */
const MAX_BATCH = 512
/** Batches that the thread has at a time: while it commits one, the next is on its way, so that neither thread waits for the other. */
const MAX_UNDER_WAY = 2
/** Operations that are worth a commit of their own while one is under way; fewer wait for its end, and share the next one. */
const WORTH_A_COMMIT = 16

export interface SqliteWriterParts {
  /** Hears how long the log is. */
  readonly checkpoints?: Pick<Checkpoints, 'logGrewTo'>
  readonly noteCommit?: NoteCommit | undefined
}

interface Waiting {
  readonly operation: HotRequest
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/** The right to use the connection alone, for a transaction of several steps. */
export interface ExclusiveUse {
  query: (sql: string, parameters: readonly unknown[]) => Promise<QueryAnswer>
  rollback: () => Promise<null>
  end: () => void
}

/**
 * The one writer. While a commit is under way, new operations wait together and share the next one (group commit), so a
 * load of many small writes costs few fsyncs. Transactions of several steps take turns with the batches: they begin when no batch is
 * under way, and go first.
 */
export class SqliteWriter implements AsyncDisposable {
  readonly #thread: SqliteThread
  readonly #parts: SqliteWriterParts
  readonly #hot: Waiting[] = []
  readonly #exclusive: ((use: ExclusiveUse) => void)[] = []
  #underWay = 0
  #isLent = false

  constructor(thread: SqliteThread, parts: SqliteWriterParts = {}) {
    this.#thread = thread
    this.#parts = parts
  }

  /** Resolves when the operation is on disk. */
  submit<Name extends keyof HotOperations>(
    name: Name,
    input: HotOperations[Name]['input'],
  ): Promise<HotOperations[Name]['result']> {
    return new Promise((resolve, reject) => {
      const operation = { name, input } as HotRequest
      const settled = (result: unknown): void => resolve(result as HotOperations[Name]['result'])
      this.#hot.push({ operation, resolve: settled, reject })
      // Not at once, so that all operations of this turn of the event loop share the commit.
      if (this.#hot.length === 1 || this.#hot.length === WORTH_A_COMMIT) setImmediate(() => this.#next())
    })
  }

  exclusive(): Promise<ExclusiveUse> {
    return new Promise((resolve) => {
      this.#exclusive.push(resolve)
      this.#next()
    })
  }

  #next(): void {
    if (this.#isLent || this.#underWay === MAX_UNDER_WAY) return
    const isIdle = this.#underWay === 0
    const [begin] = this.#exclusive
    if (begin !== undefined) {
      if (isIdle) this.#lend(begin)
    } else if (this.#hot.length >= (isIdle ? 1 : WORTH_A_COMMIT))
      void this.#commit(this.#hot.splice(0, MAX_BATCH))
  }

  #lend(begin: (use: ExclusiveUse) => void): void {
    this.#exclusive.shift()
    this.#isLent = true
    begin({
      query: (sql, parameters) => this.#thread.request<Query>({ kind: 'query', sql, parameters }),
      rollback: () => this.#thread.request<Rollback>({ kind: 'rollback' }),
      end: () => {
        this.#isLent = false
        this.#next()
      },
    })
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    this.#underWay++
    try {
      const { answersJson, logFrames, durationMs } = await this.#thread.request<Batch>({
        kind: 'batch',
        operationsJson: JSON.stringify(batch.map(({ operation }) => operation)),
      })
      const answers = JSON.parse(answersJson) as readonly HotAnswer[]
      batch.forEach((waiting, index) => settle(waiting, answers[index]))
      const { checkpoints, noteCommit } = this.#parts
      checkpoints?.logGrewTo(logFrames)
      noteCommit?.({ operations: batch.length, durationMs })
    } catch (error) {
      for (const { reject } of batch) reject(error as Error)
    } finally {
      this.#underWay--
      this.#next()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread[Symbol.asyncDispose]()
  }
}

function settle({ resolve, reject }: Waiting, answer: HotAnswer | undefined): void {
  if (answer === undefined) reject(new Error('the SQLite thread gave no answer'))
  else if ('fault' in answer) reject(faultToError(answer.fault))
  else resolve(answer.result)
}
