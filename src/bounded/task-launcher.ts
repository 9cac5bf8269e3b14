import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { forkOptions } from './fork-options.ts'
import type { LaunchAnswer, LaunchOrder, TaskEnded } from './launch-order.ts'
import type { EndedTask } from './task-process.ts'
import type { Task } from './task.ts'

const FILE = fileURLToPath(new URL('./launcher-worker.ts', import.meta.url))

/** A process for tasks, one at a time, that the launcher started. */
export interface LaunchedProcess {
  /** False once it has been ended: it carries out nothing more. */
  readonly isAlive: boolean
  /** Carries out one task after the other. Rejects when the process could not start. */
  readonly run: (task: Task) => Promise<EndedTask>
}

/**
 * Has processes for tasks started by a process of its own. Whoever starts a process has its page tables copied: with the memory of
 * the whole program that takes 15 ms, in which its main thread does nothing else.
 */
export class TaskLauncher implements Disposable {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: TaskEnded) => void>()
  /** The numbers that the system gives to its processes. */
  readonly #pids = new Map<number, number>()
  #lastNumber = 0
  /** Why it carries out nothing more; null while it does. */
  #ended: string | null = null

  constructor() {
    this.#process = fork(FILE, forkOptions())
    this.#process.on('message', (answer: LaunchAnswer) => {
      if (answer.kind === 'launched') this.#pids.set(answer.number, answer.pid)
      else this.#settle(answer)
    })
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
        const { end, tookLong, ...answer } = await this.#run(number, task)
        ;({ isAlive } = answer)
        if ('failed' in end) throw new Error(end.failed)
        return { end, tookLong }
      },
    }
  }

  #run(number: number, task: Task): Promise<TaskEnded> {
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

  #settle(answer: TaskEnded): void {
    if (!answer.isAlive) this.#pids.delete(answer.number)
    this.#waiting.get(answer.number)?.(answer)
    this.#waiting.delete(answer.number)
  }

  #end(why: string): void {
    this.#ended = `the process that starts those for templates ${why}`
    this.#endProcesses()
    for (const number of [...this.#waiting.keys()]) this.#settle(goneWith(number, this.#ended))
  }

  /** Ends it and all its processes; what is under way has not been done. */
  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL')
    this.#endProcesses()
  }

  /** Those with a task: one that has stopped itself would not see that the launcher is gone. */
  #endProcesses(): void {
    for (const number of this.#waiting.keys()) {
      const pid = this.#pids.get(number)
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
  }
}

function goneWith(number: number, failed: string): TaskEnded {
  return { kind: 'ended', number, end: { failed }, tookLong: false, isAlive: false }
}
