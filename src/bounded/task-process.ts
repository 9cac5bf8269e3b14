import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MAX_CPU_MS, MAX_MEMORY_MIB, MAX_WALL_MS } from './budget.ts'
import { READY, type Task, type TaskAnswer } from './task.ts'

const FILE = fileURLToPath(new URL('./process-worker.ts', import.meta.url))
/** One thread for its garbage collector: it counts as processor time, and others are to get theirs. */
const NODE_OPTIONS = [`--max-old-space-size=${MAX_MEMORY_MIB}`, '--max-semi-space-size=4', '--v8-pool-size=0']

export type TaskEnd = TaskAnswer | { readonly overBudget: string }

/** A process of its own for tasks, one at a time. A task that takes too much ends it. */
export class TaskProcess implements Disposable {
  readonly #process: ChildProcess
  readonly #ready: Promise<null>
  #settle: ((end: TaskEnd) => void) | null = null
  #isEnded = false

  constructor() {
    this.#process = fork(FILE, {
      execArgv: NODE_OPTIONS,
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const { promise, resolve, reject } = Promise.withResolvers<null>()
    this.#ready = promise
    promise.catch(() => undefined)
    this.#process.on('message', (message: typeof READY | TaskAnswer) => {
      if (message === READY) resolve(null)
      else this.#settle?.(message)
    })
    const ended = (why: string, end: TaskEnd): void => {
      this.#isEnded = true
      reject(new Error(`the process for templates ${why}`))
      this.#settle?.(end)
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

  /** Carries out one task after the other. Rejects when the process could not start. */
  async run(task: Task): Promise<TaskEnd> {
    await this.#ready
    if (this.#isEnded) throw new Error('the process for templates has ended')
    const { promise, resolve } = Promise.withResolvers<TaskEnd>()
    this.#settle = resolve
    const timer = setTimeout(() => this[Symbol.dispose](), MAX_WALL_MS)
    this.#process.send(task, (error) => {
      if (error !== null) this[Symbol.dispose]()
    })
    const end = await promise
    clearTimeout(timer)
    this.#settle = null
    return end
  }

  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL')
  }
}

/** The watch sends SIGXCPU, the deadline SIGKILL; V8 aborts when it cannot allocate. */
function reasonOf(signal: NodeJS.Signals | null): string {
  if (signal === 'SIGXCPU') return `it takes more than ${MAX_CPU_MS} ms of processor time`
  if (signal === 'SIGKILL') return `it does not end within ${MAX_WALL_MS / 1000} seconds`
  return `it takes more than ${MAX_MEMORY_MIB} MiB of memory`
}
