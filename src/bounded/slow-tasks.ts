import { SLICE_EVERY_MS } from './budget.ts'

/** A process that stops itself when its task takes long. */
export interface Stoppable {
  /** Has it go on, if it has stopped itself. */
  readonly goOn: () => void
}

/** Lets the processes with a task under way go on in turn, so that all that take long share one slice at a time. */
export class SlowTasks {
  /** In the order of their turns. */
  readonly #underWay = new Set<Stoppable>()
  #timer: NodeJS.Timeout | null = null

  /** Keeps a process going until its task has ended. */
  async during<Result>(process: Stoppable, task: Promise<Result>): Promise<Result> {
    this.#underWay.add(process)
    this.#timer ??= setInterval(() => this.#next(), SLICE_EVERY_MS)
    try {
      return await task
    } finally {
      this.#underWay.delete(process)
      if (this.#underWay.size === 0) this.#rest()
    }
  }

  #next(): void {
    const [process] = this.#underWay
    if (process === undefined) return
    this.#underWay.delete(process)
    this.#underWay.add(process)
    process.goOn()
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
