import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MAX_CPU_MS, MAX_MEMORY_MIB, MAX_WALL_MS, OUT_OF_TIME } from './budget.ts'
import { forkOptions } from './fork-options.ts'
import { READY, type Task, type TaskAnswer, type TaskReport } from './task.ts'

const FILE = fileURLToPath(new URL('./process-worker.ts', import.meta.url))

export type TaskEnd = TaskAnswer | { readonly overBudget: string }

export interface EndedTask {
  readonly end: TaskEnd
  /** It took more than a task gets at once. */
  readonly tookLong: boolean
}

/** A process of its own for tasks, one at a time. A task that takes too much ends it. */
export class TaskProcess implements Disposable {
  readonly #process: ChildProcess
  readonly #ready: Promise<null>
  #settle: ((ended: EndedTask) => void) | null = null
  #isEnded = false

  constructor() {
    this.#process = fork(FILE, forkOptions())
    const { promise, resolve, reject } = Promise.withResolvers<null>()
    this.#ready = promise
    promise.catch(() => undefined)
    this.#process.on('message', (message: typeof READY | TaskReport) => {
      if (message === READY) resolve(null)
      else this.#settle?.({ end: message.answer, tookLong: message.tookLong })
    })
    const ended = (why: string, end: TaskEnd): void => {
      this.#isEnded = true
      reject(new Error(`the process for templates ${why}`))
      this.#settle?.({ end, tookLong: true })
    }
    this.#process.once('error', (error) => ended(`cannot start: ${error.message}`, { fault: error.message }))
    this.#process.once('exit', (code, signal) =>
      ended(`ended with ${signal ?? String(code)} before it began`, { overBudget: reasonOf(signal) }),
    )
  }

  /** False once it has been ended: it carries out nothing more. */
  get isAlive(): boolean {
    return !this.#isEnded
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Has it go on with a task at which it has stopped itself; one that goes on anyway does not notice. */
  goOn(): void {
    this.#process.kill('SIGCONT')
  }

  /** Carries out one task after the other. Rejects when the process could not start. */
  async run(task: Task): Promise<EndedTask> {
    await this.#ready
    if (this.#isEnded) throw new Error('the process for templates has ended')
    const { promise, resolve } = Promise.withResolvers<EndedTask>()
    this.#settle = resolve
    // It may have stopped itself as its last task came to an end.
    this.goOn()
    const timer = setTimeout(() => this[Symbol.dispose](), MAX_WALL_MS)
    this.#process.send(task, (error) => {
      if (error !== null) this[Symbol.dispose]()
    })
    const ended = await promise
    clearTimeout(timer)
    this.#settle = null
    return ended
  }

  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL')
  }
}

/** The watch sends its signal, the deadline SIGKILL; V8 aborts when it cannot allocate. */
function reasonOf(signal: NodeJS.Signals | null): string {
  if (signal === OUT_OF_TIME) return `it takes more than ${MAX_CPU_MS} ms of processor time`
  if (signal === 'SIGKILL') return `it does not end within ${MAX_WALL_MS / 1000} seconds`
  return `it takes more than ${MAX_MEMORY_MIB} MiB of memory`
}
