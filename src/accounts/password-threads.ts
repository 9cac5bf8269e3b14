import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { BellbuoyError } from '../domain/errors.ts'

export type PasswordWork =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'check'; readonly password: string; readonly hash: string }

export type PasswordAnswer = { readonly result: string | boolean } | { readonly fault: Error }

interface Waiting {
  readonly work: PasswordWork
  readonly rank: number
  readonly resolve: (result: string | boolean) => void
  readonly reject: (error: Error) => void
}

/** Each takes a processor and 32 MiB while it works; the other half is left to intake and delivery. */
const THREADS = Math.min(4, Math.max(1, Math.floor(availableParallelism() / 2)))
const MAX_WAITING = 1024
const BUSY_RETRY_SECONDS = 5

/**
 * Hashes and checks passwords in threads of their own, at most one for two processors. The function of Node that does not hold up its thread would
 * take the places of look-ups (`getaddrinfo`) in the pool of the process.
 *
 * What waits is ordered by rank, the lowest first, then by arrival. When too much waits, the last in this order is refused.
 */
export class PasswordThreads implements AsyncDisposable {
  readonly #threads = new Set<Worker>()
  readonly #idle: Worker[] = []
  readonly #waiting: Waiting[] = []
  readonly #maxThreads: number
  #isClosed = false

  /** @param maxThreads how many passwords are worked on at the same time */
  constructor(maxThreads = THREADS) {
    this.#maxThreads = maxThreads
  }

  /** @throws BellbuoyError `TOO_MANY_REQUESTS` when too much waits */
  async hash(password: string): Promise<string> {
    return (await this.#enqueue({ kind: 'hash', password }, 0)) as string
  }

  /**
   * Whether a password is the one that was hashed.
   *
   * @param rank the lower, the earlier
   * @throws BellbuoyError `TOO_MANY_REQUESTS` when too much of a lower or the same rank waits
   */
  async matches(password: string, hash: string, rank: number): Promise<boolean> {
    return (await this.#enqueue({ kind: 'check', password, hash }, rank)) as boolean
  }

  #enqueue(work: PasswordWork, rank: number): Promise<string | boolean> {
    if (this.#isClosed) return Promise.reject(new Error('the password threads are closed'))
    return new Promise((resolve, reject) => {
      const place = this.#waiting.findLastIndex((other) => other.rank <= rank) + 1
      this.#waiting.splice(place, 0, { work, rank, resolve, reject })
      this.#startNext()
      if (this.#waiting.length > MAX_WAITING) this.#waiting.pop()?.reject(busy())
    })
  }

  #startNext(): void {
    const isFull = this.#idle.length === 0 && this.#threads.size >= this.#maxThreads
    const next = this.#isClosed || isFull ? undefined : this.#waiting.shift()
    if (next === undefined) return
    const thread = this.#idle.pop() ?? this.#newThread()
    const end = (error: Error): void => {
      // A thread that failed is replaced when it is needed.
      this.#threads.delete(thread)
      next.reject(error)
      this.#startNext()
    }
    const onExit = (): void => end(new Error('a password thread has ended unexpectedly'))
    thread.once('exit', onExit)
    thread.once('error', end)
    thread.once('message', (answer: PasswordAnswer) => {
      thread.off('exit', onExit).off('error', end)
      this.#idle.push(thread)
      if ('fault' in answer) next.reject(answer.fault)
      else next.resolve(answer.result)
      this.#startNext()
    })
    thread.postMessage(next.work)
  }

  #newThread(): Worker {
    const thread = new Worker(new URL('./password-worker.ts', import.meta.url))
    this.#threads.add(thread)
    return thread
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the password threads are closed'))
    await Promise.all([...this.#threads].map((thread) => thread.terminate()))
  }
}

function busy(): BellbuoyError {
  const message = `too many log-ins at the same time: try again in ${BUSY_RETRY_SECONDS} s`
  return new BellbuoyError('TOO_MANY_REQUESTS', message, { retryAfterSeconds: BUSY_RETRY_SECONDS })
}
