import type { NoteCommit } from '../../domain/delivery/commit.ts'
import { isUnavailable } from '../../domain/errors.ts'

/** Inputs in one transaction at the most; more only makes everyone in it wait longer. */
const MAX_BATCH = 256
/** A batch begins beside another with so many inputs: fewer cost less when they wait for its end. */
const MIN_BESIDE = 16
/** A batch that takes longer than this, since it waits for a lock or a slow disk, keeps no other from beginning. */
const PATIENCE_MS = 20

export interface GathererOptions<Input, Result> {
  /**
   * Carries out a batch, all or nothing, with a result for each input.
   *
   * @param beginNext says that what waits may begin beside this batch; it may anyhow once that has ended or takes long
   */
  readonly carryOut: (inputs: readonly Input[], beginNext: () => void) => Promise<readonly Result[]>
  readonly maxUnderWay: number
  /** What an input needs alone: inputs that share a key are carried out in the order in which they come, also over batches. */
  readonly keysOf?: (input: Input) => readonly string[]
  /** Hears of each batch that was carried out. */
  readonly noteCommit?: NoteCommit | undefined
}

interface Waiting<Input, Result> {
  readonly input: Input
  readonly keys: readonly string[]
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Alone: no other may begin. Beside: one with enough inputs may. Slow: any may. */
type Stage = 'alone' | 'beside' | 'slow'

const NO_KEYS: readonly string[] = []

/** Gathers calls that come while others are under way, so that they share a transaction. */
export class Gatherer<Input, Result> {
  readonly #options: GathererOptions<Input, Result>
  #waiting: Waiting<Input, Result>[] = []
  readonly #keysUnderWay = new Set<string>()
  readonly #underWay = new Set<{ stage: Stage }>()
  #isScheduled = false

  constructor(options: GathererOptions<Input, Result>) {
    this.#options = options
  }

  submit(input: Input): Promise<Result> {
    return new Promise((resolve, reject) => {
      const keys = this.#options.keysOf?.(input) ?? NO_KEYS
      this.#waiting.push({ input, keys, resolve, reject })
      this.#schedule()
    })
  }

  /** Not at once, so that all calls of this turn of the event loop share the transaction. */
  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#next()
    })
  }

  #next(): void {
    if (!this.#mayBegin()) return
    const batch = this.#takeBatch()
    if (batch.length > 0) void this.#run(batch)
  }

  #mayBegin(): boolean {
    if (this.#underWay.size >= this.#options.maxUnderWay) return false
    const least = { alone: Infinity, beside: MIN_BESIDE, slow: 1 }
    return this.#underWay.values().every(({ stage }) => this.#waiting.length >= least[stage])
  }

  /** What shares a key with a batch under way, or with a call before it that stays, stays as well. */
  #takeBatch(): readonly Waiting<Input, Result>[] {
    const batch: Waiting<Input, Result>[] = []
    const rest: Waiting<Input, Result>[] = []
    const keysOfRest = new Set<string>()
    for (const one of this.#waiting) {
      const isFree = one.keys.every((key) => !this.#keysUnderWay.has(key) && !keysOfRest.has(key))
      if (isFree && batch.length < MAX_BATCH) batch.push(one)
      else {
        rest.push(one)
        for (const key of one.keys) keysOfRest.add(key)
      }
    }
    this.#waiting = rest
    return batch
  }

  async #run(batch: readonly Waiting<Input, Result>[]): Promise<void> {
    const keys = batch.flatMap((one) => one.keys)
    for (const key of keys) this.#keysUnderWay.add(key)
    const underWay: { stage: Stage } = { stage: 'alone' }
    this.#underWay.add(underWay)
    const enter = (stage: Stage): void => {
      if (underWay.stage !== 'slow') underWay.stage = stage
      this.#schedule()
    }
    const patience = setTimeout(enter, PATIENCE_MS, 'slow')
    await this.#settle(batch, () => enter('beside'))
    clearTimeout(patience)
    for (const key of keys) this.#keysUnderWay.delete(key)
    this.#underWay.delete(underWay)
    this.#schedule()
  }

  async #settle(batch: readonly Waiting<Input, Result>[], beginNext: () => void): Promise<void> {
    try {
      const inputs = batch.map(({ input }) => input)
      const began = performance.now()
      const results = await this.#options.carryOut(inputs, beginNext)
      this.#options.noteCommit?.({ operations: batch.length, durationMs: performance.now() - began })
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      // One bad input must not fail those that share its transaction: each gets one of its own.
      if (batch.length > 1 && !isUnavailable(error))
        for (const one of batch) await this.#settle([one], beginNext)
      else for (const { reject } of batch) reject(error)
    }
  }
}
