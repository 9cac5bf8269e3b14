import { BellbuoyError } from '../domain/errors.ts'
import type { Task, Tasks } from './task.ts'
import { type LaunchedProcess, TaskLauncher } from './task-launcher.ts'
import type { TaskEnd } from './task-process.ts'
import { Turns } from './turns.ts'

interface Wanted {
  readonly task: Task
  readonly resolve: (end: TaskEnd | null) => void
  readonly reject: (error: unknown) => void
}

export interface TaskWanted<Name extends keyof Tasks> {
  readonly name: Name
  readonly input: Tasks[Name]['input']
  /** Tasks of one owner wait for each other, and take no turns from others. */
  readonly owner: string
  /** How many of the owner may wait; for what a caller waits for. */
  readonly maxWaiting?: number
  /** How long it may wait for its turn. */
  readonly maxWaitMs?: number
}

/** What became of a task; null when it did not come to its turn: the program ended first, or it waited too long. */
export type WorkEnd<Name extends keyof Tasks> =
  { readonly result: Tasks[Name]['result'] } | { readonly overBudget: string } | null

/** Two, so that one of them is left for short tasks while another takes its time. */
const PROCESSES = 2

/**
 * Carries out what users write, in processes that can be ended at any time, one task of an owner at a time and fairly
 * between owners. The first task starts the processes; one that was ended is replaced at once.
 */
export class BoundedWork implements Disposable {
  readonly #turns = new Turns<Wanted>(PROCESSES)
  readonly #idle: LaunchedProcess[] = []
  #launcher: TaskLauncher | null = null
  #isClosed = false

  /**
   * Rejects for a fault of ours only, and
   *
   * @throws BellbuoyError `TOO_MANY_REQUESTS` when too many tasks of the owner wait
   */
  async run<Name extends keyof Tasks>(wanted: TaskWanted<Name>): Promise<WorkEnd<Name>> {
    const { name, input, owner, maxWaiting = Infinity, maxWaitMs } = wanted
    if (this.#isClosed) return null
    if (this.#turns.waitingOf(owner) >= maxWaiting) throw tooMany()
    const { promise, resolve, reject } = Promise.withResolvers<TaskEnd | null>()
    const item = { task: { name, input } as Task, resolve, reject }
    this.#turns.add(owner, item)
    this.#next()
    const timer = maxWaitMs === undefined ? undefined : setTimeout(() => this.#giveUp(owner, item), maxWaitMs)
    const end = await promise.finally(() => clearTimeout(timer))
    if (end !== null && 'fault' in end) throw new Error(`a task failed: ${end.fault}`)
    return end
  }

  #next(): void {
    for (let turn = this.#turns.take(); turn !== null; turn = this.#turns.take()) {
      void this.#carryOut(turn.owner, turn.item)
    }
  }

  #giveUp(owner: string, item: Wanted): void {
    if (this.#turns.remove(owner, item)) item.resolve(null)
  }

  async #carryOut(owner: string, { task, resolve, reject }: Wanted): Promise<void> {
    const process = this.#takeIdle() ?? this.#start()
    const began = performance.now()
    let isTooLong = false
    try {
      const { end, tookLong } = await process.run(task)
      isTooLong = tookLong
      resolve(this.#isClosed ? null : end)
    } catch (error) {
      if (this.#isClosed) resolve(null)
      else reject(error)
    }
    this.#turns.end(owner, performance.now() - began, { isTooLong })
    this.#putBack(process)
    if (!this.#isClosed) this.#next()
  }

  #takeIdle(): LaunchedProcess | undefined {
    for (let process = this.#idle.pop(); process !== undefined; process = this.#idle.pop()) {
      if (process.isAlive) return process
    }
    return undefined
  }

  #putBack(process: LaunchedProcess): void {
    if (process.isAlive) this.#idle.push(process)
    else if (!this.#isClosed) this.#idle.push(this.#start())
  }

  #start(): LaunchedProcess {
    if (this.#launcher?.isAlive !== true) this.#launcher = new TaskLauncher()
    return this.#launcher.start()
  }

  /** Ends everything. What waits or is under way has not been done. */
  [Symbol.dispose](): void {
    this.#isClosed = true
    for (const { resolve } of this.#turns.clear()) resolve(null)
    this.#launcher?.[Symbol.dispose]()
  }
}

function tooMany(): BellbuoyError {
  const message = 'you are trying too many templates and filters at a time: try again soon'
  return new BellbuoyError('TOO_MANY_REQUESTS', message, { retryAfterSeconds: 2 })
}
