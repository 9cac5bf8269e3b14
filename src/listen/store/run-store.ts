import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../../domain/errors.ts'
import { prepareFolder } from '../../sqlite/folder.ts'
import { fullDiskError } from '../../sqlite/full-disk.ts'
import { lockDatabase } from '../../sqlite/lock.ts'
import { faultToError } from '../../sqlite/sqlite-error.ts'
import { DURABLE_WHEN, type StoreMessage } from './durability.ts'
import type { StoreOperations, StoreRequest } from './operations.ts'

/** Operations that share a commit at the most; more only makes each of them wait longer. */
const MAX_BATCH = 512
/** Batches that the thread has at a time: while it commits one, the next is on its way. */
const MAX_UNDER_WAY = 2
/** Operations that are worth a commit of their own while one is under way; fewer wait for its end, and share the next one. */
const WORTH_A_COMMIT = 16

interface Waiting {
  readonly request: StoreRequest
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** The file of runs in a data folder. */
export function runsFile(folder: string): string {
  return join(folder, 'runs.db')
}

/** The only one who writes runs, in a thread: operations that come while a commit is under way share the next one (group commit). */
export class RunStore implements AsyncDisposable {
  readonly #worker: Worker
  readonly #lock: Disposable
  readonly #waiting: Waiting[] = []
  readonly #underWay: (readonly Waiting[])[] = []
  /** Are called when what was carried out is on disk. */
  readonly #unsynced: (() => void)[] = []
  #isClosing = false
  /** Called when nothing is left to do. */
  #idle: (() => void) | null = null

  /**
   * Opens the database of a data folder, and creates both when they are missing.
   *
   * @throws Error when they cannot be written, or another listener uses them
   */
  static async open(folder: string): Promise<RunStore> {
    const path = runsFile(folder)
    try {
      prepareFolder(folder)
      const lock = lockDatabase(path)
      const worker = new Worker(new URL('./store-worker.ts', import.meta.url), {
        workerData: { path },
        name: 'listen writer',
      })
      await ready(worker)
      return new RunStore(worker, lock)
    } catch (error) {
      const opened = new Error(`${path} cannot be opened: ${messageOf(error)}`, { cause: error })
      throw fullDiskError(path, opened)
    }
  }

  private constructor(worker: Worker, lock: Disposable) {
    this.#worker = worker
    this.#lock = lock
    worker.on('message', (message: StoreMessage) => this.#hear(message))
    // What was accepted is on disk, and the next start goes on with it; a listener without its store could only pretend to work.
    worker.on('exit', () => {
      if (!this.#isClosing) throw new Error('the thread that writes runs has ended unexpectedly')
    })
  }

  /**
   * Resolves when the operation is on disk, if it has to be (`DURABLE_WHEN`), else when it is carried out.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the disk is full, read-only or failing
   */
  submit<Name extends keyof StoreOperations>(
    name: Name,
    input: StoreOperations[Name]['input'],
  ): Promise<StoreOperations[Name]['result']> {
    if (this.#isClosing) return Promise.reject(new Error('the store of runs is closed'))
    return new Promise((resolve, reject) => {
      const settled = (result: unknown): void => resolve(result as StoreOperations[Name]['result'])
      this.#waiting.push({ request: { name, input } as StoreRequest, resolve: settled, reject })
      // Not at once, so that all operations of this turn of the event loop share the commit.
      if (this.#waiting.length === 1 || this.#waiting.length === WORTH_A_COMMIT)
        setImmediate(() => this.#next())
    })
  }

  #next(): void {
    if (this.#underWay.length === MAX_UNDER_WAY) return
    if (this.#waiting.length < (this.#underWay.length === 0 ? 1 : WORTH_A_COMMIT)) return
    const batch = this.#waiting.splice(0, MAX_BATCH)
    this.#underWay.push(batch)
    // One text crosses faster than many objects.
    this.#worker.postMessage(JSON.stringify(batch.map(({ request }) => request)))
  }

  #hear(message: StoreMessage): void {
    if (message.kind === 'carried out') this.#settle(message)
    else for (const resolve of this.#unsynced.splice(0)) resolve()
    if (this.#left === 0) this.#idle?.()
    this.#next()
  }

  #settle({ answers, isOnDisk }: Extract<StoreMessage, { kind: 'carried out' }>): void {
    const batch = this.#underWay.shift() ?? []
    batch.forEach(({ request, resolve, reject }, index) => {
      const answer = answers[index]
      if (answer === undefined) reject(new Error('the thread that writes runs gave no answer'))
      else if ('fault' in answer) reject(faultToError(answer.fault))
      else if (isOnDisk || DURABLE_WHEN[request.name] === 'never') resolve(answer.result)
      else this.#unsynced.push(() => resolve(answer.result))
    })
  }

  get #left(): number {
    return this.#waiting.length + this.#underWay.length + this.#unsynced.length
  }

  /** What was submitted is carried out first. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<null>()
    this.#idle = () => resolve(null)
    if (this.#left > 0) await promise
    this.#isClosing = true
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#worker.postMessage('close')
    await ended
    this.#lock[Symbol.dispose]()
  }
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => {
      worker.off('error', reject)
      resolve()
    })
  })
}
