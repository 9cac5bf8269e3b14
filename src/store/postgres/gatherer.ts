import type { Clock } from '../../domain/clock.ts'
import type { NoteCommit } from '../../domain/delivery/commit.ts'
import { isUnavailable } from '../../domain/errors.ts'

/** Inputs in one transaction at the most; more only makes everyone in it wait longer. */
const MAX_BATCH = 256
/** A batch begins beside another with so many inputs: fewer cost less when they wait for its end. */
const MIN_BESIDE = 16
/** A batch that takes longer than this, since it waits for a lock or a slow disk, keeps no other from beginning. */
const LEAST_PATIENCE_MS = 20
/** Where all take long, since the processor is busy, many small batches would make them take longer: then one is given so many times as long. */
const PATIENCE_IN_BATCHES = 4
const MOST_PATIENCE_MS = 200
/** How much the newest batch counts in how long one takes. */
const WEIGHT_OF_NEWEST = 0.2
/** How long inputs gather after a batch at the most, where they do. */
const LONGEST_REST_MS = 50

export interface GathererOptions<Input, Result> {
  /**
   * Carries out a batch, all or nothing, with a result for each input.
   *
   * @param beginNext says that what waits may begin beside this batch; it may anyhow once that has ended or takes long
   */
  readonly carryOut: (inputs: readonly Input[], beginNext: () => void) => Promise<readonly Result[]>
  readonly maxUnderWay: number
  readonly clock: Pick<Clock, 'monotonic'>
  /** True: after a batch inputs gather for as long as it took, so that half of the time none is under way. For what nobody waits for. */
  readonly rests?: boolean
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
  #usualMs = 0
  #isResting = false

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
    if (this.#isResting && this.#waiting.length < MAX_BATCH) return false
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
    const begunMs = this.#options.clock.monotonic()
    const patienceMs = Math.max(LEAST_PATIENCE_MS, PATIENCE_IN_BATCHES * this.#usualMs)
    const patience = setTimeout(enter, Math.min(patienceMs, MOST_PATIENCE_MS), 'slow')
    await this.#settle(batch, () => enter('beside'))
    clearTimeout(patience)
    this.#learn(this.#options.clock.monotonic() - begunMs)
    for (const key of keys) this.#keysUnderWay.delete(key)
    this.#underWay.delete(underWay)
    this.#schedule()
  }

  #learn(tookMs: number): void {
    this.#usualMs += WEIGHT_OF_NEWEST * (tookMs - this.#usualMs)
    if (this.#options.rests !== true) return
    this.#isResting = true
    const end = (): void => {
      this.#isResting = false
      this.#schedule()
    }
    setTimeout(end, Math.min(tookMs, LONGEST_REST_MS))
  }

  async #settle(batch: readonly Waiting<Input, Result>[], beginNext: () => void): Promise<void> {
    try {
      const inputs = batch.map(({ input }) => input)
      const began = this.#options.clock.monotonic()
      const results = await this.#options.carryOut(inputs, beginNext)
      this.#options.noteCommit?.({
        operations: batch.length,
        durationMs: this.#options.clock.monotonic() - began,
      })
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      // One bad input must not fail those that share its transaction: each gets one of its own.
      if (batch.length > 1 && !isUnavailable(error))
        for (const one of batch) await this.#settle([one], beginNext)
      else for (const { reject } of batch) reject(error)
    }
  }
}
