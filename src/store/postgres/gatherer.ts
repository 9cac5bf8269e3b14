import { isUnavailable } from '../../domain/errors.ts'

/** Inputs in one transaction at the most; more only makes everyone in it wait longer. */
const MAX_BATCH = 256
interface Waiting<Input, Result> {
  readonly input: Input
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Gathers calls that come while others are under way, so that they share a transaction. */
export class Gatherer<Input, Result> {
  readonly #carryOut: (inputs: readonly Input[]) => Promise<readonly Result[]>
  readonly #maxUnderWay: number
  readonly #waiting: Waiting<Input, Result>[] = []
  #underWay = 0

  /**
   * @param carryOut all or nothing; a result for each input
   * @param maxUnderWay transactions at a time; with one, calls are carried out in the order in which they come
   */
  constructor(carryOut: (inputs: readonly Input[]) => Promise<readonly Result[]>, maxUnderWay: number) {
    this.#carryOut = carryOut
    this.#maxUnderWay = maxUnderWay
  }

  submit(input: Input): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject })
      // Not at once, so that all calls of this turn of the event loop share the transaction.
      if (this.#waiting.length === 1) setImmediate(() => this.#next())
    })
  }

  #next(): void {
    if (this.#underWay < this.#maxUnderWay && this.#waiting.length > 0)
      void this.#run(this.#waiting.splice(0, MAX_BATCH))
  }

  async #run(batch: readonly Waiting<Input, Result>[]): Promise<void> {
    this.#underWay++
    try {
      await this.#settle(batch)
    } finally {
      this.#underWay--
      this.#next()
    }
  }

  async #settle(batch: readonly Waiting<Input, Result>[]): Promise<void> {
    try {
      const results = await this.#carryOut(batch.map(({ input }) => input))
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      // One bad input must not fail those that share its transaction: each gets one of its own.
      if (batch.length > 1 && !isUnavailable(error)) for (const one of batch) await this.#settle([one])
      else for (const { reject } of batch) reject(error)
    }
  }
}
