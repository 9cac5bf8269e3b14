import type { Clock } from '../../domain/clock.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { FairTurns } from '../../domain/fair-turns.ts'
import type { ReadingAnswer, ReadingTask } from './reading-task.ts'
import { StartedThread } from './started-thread.ts'

/** What waits at the most. Beyond that a source sends again later; the bytes that wait are bounded where they arrive. */
const MAX_WAITING = 1000
const MAX_WAITING_OF_ONE = 100
/** A thread keeps the memory that its largest body took, so it ends once it has had nothing to do. */
const IDLE_MS = 30_000

/** Tasks under way at a time, of different owners: a thread translates them by turns. */
const PLACES = 4

/** Of larger bodies there is one at a time: the objects of 31 MiB of JSON took 1.07 GiB. */
const LARGEST_BYTES = 4 * 1024 * 1024

/** Reads large bodies in a thread of its own. Those who want it take turns, each with one body at a time. */
export class ReadingThread implements AsyncDisposable {
  readonly #clock: Pick<Clock, 'after'>
  readonly #turns = new FairTurns<string>(PLACES, 1)
  readonly #turnsOfLargest = new FairTurns<string>(1)
  #waiting = 0
  #worker: StartedThread | null = null
  #cancelEnd: (() => void) | null = null
  #isClosed = false

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock
  }

  /**
   * Carries a task out in the turn of its owner. The pieces of its body are gone then.
   *
   * @throws BellbuoyError `UNAVAILABLE` when too much waits or the thread ends
   */
  async run(owner: string, task: ReadingTask): Promise<ReadingAnswer> {
    const waitingOfOne = this.#turns.waitingOf(owner) + this.#turnsOfLargest.waitingOf(owner)
    if (this.#waiting >= MAX_WAITING || waitingOfOne >= MAX_WAITING_OF_ONE)
      throw unavailable('too many large bodies wait to be read')
    this.#waiting++
    try {
      const inTurn = (): Promise<ReadingAnswer> => this.#turns.run(owner, () => this.#carryOut(task))
      return await (isOfLargest(task) ? this.#turnsOfLargest.run(owner, inTurn) : inTurn())
    } finally {
      this.#waiting--
      if (this.#waiting === 0) this.#endSoon()
    }
  }

  #carryOut(task: ReadingTask): Promise<ReadingAnswer> {
    if (this.#isClosed) return Promise.reject(unavailable('the program ends'))
    this.#cancelEnd?.()
    if (this.#worker?.hasEnded !== false) this.#worker = new StartedThread()
    return this.#worker.carryOut(task)
  }

  #endSoon(): void {
    this.#cancelEnd?.()
    if (!this.#isClosed) this.#cancelEnd = this.#clock.after(IDLE_MS, () => void this.#end())
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#cancelEnd?.()
    await this.#end()
  }
}

function isOfLargest({ body }: ReadingTask): boolean {
  return 'pieces' in body && body.pieces.reduce((bytes, { length }) => bytes + length, 0) > LARGEST_BYTES
}

function unavailable(why: string): BellbuoyError {
  return new BellbuoyError('UNAVAILABLE', `${why}; nothing was stored, try again`, { retryAfterSeconds: 1 })
}
