import { Worker } from 'node:worker_threads'
import { SqliteError, faultToError } from '../../../sqlite/sqlite-error.ts'
import type { Open, ThreadAnswer, ThreadRequest, ThreadResult } from './thread-protocol.ts'

interface Waiting {
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/**
 * One SQLite connection in a thread of its own, so that neither fsync nor a slow query holds the event loop. Requests are
 * carried out one after the other, in the order in which they come.
 */
export class SqliteThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1
  #closing = false

  /**
   * Starts a thread and opens its connection.
   *
   * @throws Error saying why the file cannot be opened
   */
  static async open(where: Omit<Open, 'kind'>): Promise<SqliteThread> {
    const thread = new SqliteThread(where)
    try {
      await thread.request({ kind: 'open', ...where })
      return thread
    } catch (error) {
      await thread.#end()
      const { message, cause } = error as Error
      const why = cause instanceof SqliteError ? cause.message : message
      throw new Error(`the database ${where.path} cannot be opened: ${why}`, { cause: error })
    }
  }

  private constructor({ role }: Pick<Open, 'role'>) {
    // Linux shows the first 15 characters of the name where it lists threads.
    const name = `sqlite ${role}`
    const code = role === 'writer' ? './writer-worker.ts' : './worker.ts'
    this.#worker = new Worker(new URL(code, import.meta.url), { name })
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer))
    // Should the thread ever die, so must the process: everything that was accepted is on disk, and a supervisor's restart
    // brings it back, while a process without its store could only pretend to work.
    this.#worker.on('exit', () => {
      if (!this.#closing) throw new Error('the SQLite thread has ended unexpectedly')
    })
  }

  /**
   * Carries out one request.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the disk is full, read-only or failing; SqliteError for any other fault
   */
  request<Request extends ThreadRequest>(request: Request): Promise<ThreadResult<Request>> {
    if (this.#closing) return Promise.reject(new Error('the store is closed'))
    const id = this.#nextId++
    return new Promise<ThreadResult<Request>>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as ThreadResult<Request>), reject })
      this.#worker.postMessage({ id, request })
    })
  }

  #settle(answer: ThreadAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    if (waiting === undefined) return
    this.#waiting.delete(answer.id)
    if ('fault' in answer) waiting.reject(faultToError(answer.fault))
    else waiting.resolve(answer.result)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.request({ kind: 'close' })
    this.#closing = true
    await closed
    await this.#end()
  }

  async #end(): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
  }
}
