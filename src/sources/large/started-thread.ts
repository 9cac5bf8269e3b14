import { Worker } from 'node:worker_threads'
import { BellbuoyError } from '../../domain/errors.ts'
import type { NumberedAnswer, NumberedTask, ReadingAnswer, ReadingTask } from './reading-task.ts'

type Waiting = PromiseWithResolvers<ReadingAnswer>

/**
 * For objects. The largest body takes less than half of it, whatever it says: V8 ends the process, and not the thread alone, when
 * `JSON.parse` has no memory left.
 */
const MEMORY_MIB = 2048

/** A thread that reads bodies, and what it has not answered. Once it has ended, it takes no more. */
export class StartedThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #tasks = new Map<number, Waiting>()
  #lastId = 0
  hasEnded = false

  constructor() {
    const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MIB }
    this.#worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { resourceLimits })
    this.#worker.unref()
    this.#worker.on('message', ({ id, answer }: NumberedAnswer) => {
      this.#tasks.get(id)?.resolve(answer)
      this.#tasks.delete(id)
    })
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(ended()))
  }

  /**
   * Carries a task out; the pieces of its body are gone then.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the thread ends before
   */
  carryOut(task: ReadingTask): Promise<ReadingAnswer> {
    const waiting: Waiting = Promise.withResolvers()
    const numbered: NumberedTask = { id: ++this.#lastId, task }
    this.#worker.postMessage(numbered, buffersOf(task))
    this.#tasks.set(numbered.id, waiting)
    return waiting.promise
  }

  #fail(error: Error): void {
    this.hasEnded = true
    for (const { reject } of this.#tasks.values()) reject(isOutOfMemory(error) ? ended() : error)
    this.#tasks.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}

function buffersOf({ body }: ReadingTask): ArrayBuffer[] {
  return 'pieces' in body ? body.pieces.map(({ buffer }) => buffer) : []
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function ended(): BellbuoyError {
  const message = 'the thread that read the body has ended; nothing was stored, try again'
  return new BellbuoyError('UNAVAILABLE', message, { retryAfterSeconds: 1 })
}
