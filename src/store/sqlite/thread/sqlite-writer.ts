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
import type { SqliteThread } from './sqlite-thread.ts'
import { faultToError } from './sqlite-thread.ts'

/** Hot operations in one commit at the most; more only makes everyone in it wait longer. */
const MAX_BATCH = 512

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
 * load of many small writes costs few fsyncs. Transactions of several steps take turns with the batches.
 */
export class SqliteWriter implements AsyncDisposable {
  readonly #thread: SqliteThread
  readonly #checkpoints: Pick<Checkpoints, 'logGrewTo'> | undefined
  readonly #hot: Waiting[] = []
  readonly #exclusive: ((use: ExclusiveUse) => void)[] = []
  #busy = false

  /** @param checkpoints hears how long the log is */
  constructor(thread: SqliteThread, checkpoints?: Pick<Checkpoints, 'logGrewTo'>) {
    this.#thread = thread
    this.#checkpoints = checkpoints
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
      if (this.#hot.length === 1) setImmediate(() => this.#next())
    })
  }

  exclusive(): Promise<ExclusiveUse> {
    return new Promise((resolve) => {
      this.#exclusive.push(resolve)
      this.#next()
    })
  }

  #next(): void {
    if (this.#busy) return
    const begin = this.#exclusive.shift()
    if (begin !== undefined) this.#lend(begin)
    else if (this.#hot.length > 0) void this.#commit(this.#hot.splice(0, MAX_BATCH))
  }

  #lend(begin: (use: ExclusiveUse) => void): void {
    this.#busy = true
    begin({
      query: (sql, parameters) => this.#thread.request<Query>({ kind: 'query', sql, parameters }),
      rollback: () => this.#thread.request<Rollback>({ kind: 'rollback' }),
      end: () => this.#release(),
    })
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    this.#busy = true
    try {
      const { answersJson, logFrames } = await this.#thread.request<Batch>({
        kind: 'batch',
        operationsJson: JSON.stringify(batch.map(({ operation }) => operation)),
      })
      const answers = JSON.parse(answersJson) as readonly HotAnswer[]
      batch.forEach((waiting, index) => settle(waiting, answers[index]))
      this.#checkpoints?.logGrewTo(logFrames)
    } catch (error) {
      for (const { reject } of batch) reject(error as Error)
    } finally {
      this.#release()
    }
  }

  #release(): void {
    this.#busy = false
    this.#next()
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
