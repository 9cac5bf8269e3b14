import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LaunchAnswer, LaunchOrder } from './launch-order.ts'
import type { TaskEnd } from './task-process.ts'
import type { Task } from './task.ts'

const FILE = fileURLToPath(new URL('./launcher-worker.ts', import.meta.url))
const NODE_OPTIONS = ['--max-old-space-size=128', '--max-semi-space-size=4', '--v8-pool-size=0']

/** A process for tasks, one at a time, that the launcher started. */
export interface LaunchedProcess {
  /** False once it has been ended: it carries out nothing more. */
  readonly isAlive: boolean
  /** Carries out one task after the other. Rejects when the process could not start. */
  readonly run: (task: Task) => Promise<TaskEnd>
}

/**
 * Has processes for tasks started by a process of its own. Whoever starts a process has its page tables copied: with the memory of
 * the whole program that takes 15 ms, in which its main thread does nothing else.
 */
export class TaskLauncher implements Disposable {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: LaunchAnswer) => void>()
  #lastNumber = 0
  /** Why it carries out nothing more; null while it does. */
  #ended: string | null = null

  constructor() {
    this.#process = fork(FILE, {
      execArgv: NODE_OPTIONS,
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#process.on('message', (answer: LaunchAnswer) => this.#settle(answer))
    this.#process.once('error', ({ message }) => this.#end(`cannot start: ${message}`))
    this.#process.once('exit', (code, signal) => this.#end(`ended with ${signal ?? String(code)}`))
  }

  /** False once it is gone, with all its processes. */
  get isAlive(): boolean {
    return this.#ended === null
  }

  start(): LaunchedProcess {
    const number = ++this.#lastNumber
    this.#order({ kind: 'start', number })
    let isAlive = true
    const isRunning = (): boolean => isAlive && this.#ended === null
    return {
      get isAlive() {
        return isRunning()
      },
      run: async (task) => {
        const answer = await this.#run(number, task)
        ;({ isAlive } = answer)
        if ('failed' in answer.end) throw new Error(answer.end.failed)
        return answer.end
      },
    }
  }

  #run(number: number, task: Task): Promise<LaunchAnswer> {
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve)
      if (this.#ended === null) this.#order({ kind: 'run', number, task })
      else this.#settle(goneWith(number, this.#ended))
    })
  }

  #order(order: LaunchOrder): void {
    // One that is gone says so by its exit.
    this.#process.send(order, () => undefined)
  }

  #settle(answer: LaunchAnswer): void {
    this.#waiting.get(answer.number)?.(answer)
    this.#waiting.delete(answer.number)
  }

  #end(why: string): void {
    this.#ended = `the process that starts those for templates ${why}`
    for (const number of [...this.#waiting.keys()]) this.#settle(goneWith(number, this.#ended))
  }

  /** Ends it and all its processes; what is under way has not been done. */
  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL')
  }
}

function goneWith(number: number, failed: string): LaunchAnswer {
  return { number, end: { failed }, isAlive: false }
}
