import { type GlobStep, shortcutsOf } from './glob-steps.ts'

/** Where a character leads from each step, one bit for each. */
interface Leads {
  /** To the step after it. */
  readonly on: Int32Array
  /** To the same step. */
  readonly stay: Int32Array
  /** To the step before it. */
  readonly back: Int32Array
}

/** Where a text may have led so far: a set of steps, one bit for each. */
interface Place {
  readonly steps: Int32Array
  readonly isEmpty: boolean
  readonly isEnd: boolean
  /** Where each character leads, as far as a text has had it here. */
  readonly next: Map<string, Place>
}

/** Characters whose leads are kept; a text with more of them only costs a look at each step. */
const MAX_KEPT_LEADS = 128
/** Ways between places that are kept; beyond that all are forgotten, and found anew. */
const MAX_KEPT_WAYS = 512
const BITS = 32
const NONE: readonly number[] = []

/**
 * Follows every way through the steps of a pattern at once, in one pass over the text. A set of steps is a row of bits, so
 * that a character costs a few operations for each 32 steps, and a look at a map where an earlier text has gone the same way.
 */
export class GlobWalk {
  readonly #steps: readonly GlobStep[]
  /** Where each step leads without a character: always further on in the list. */
  readonly #shortcuts: readonly (readonly number[])[]
  readonly #hasShortcuts: Int32Array
  readonly #leads = new Map<string, Leads>()
  readonly #places = new Map<string, Place>()
  #start: Place
  #ways = 0

  constructor(steps: readonly GlobStep[]) {
    this.#steps = steps
    this.#shortcuts = steps.map(shortcutsOf)
    this.#hasShortcuts = this.#stepsWhere((_, index) => (this.#shortcuts[index] ?? []).length > 0)
    this.#start = this.#firstPlace()
  }

  /** Whether a way through the whole text ends where the pattern does. */
  matches(text: string): boolean {
    let place = this.#start
    for (const character of text) {
      place = place.next.get(character) ?? this.#goOn(place, character)
      if (place.isEmpty) return false
    }
    return place.isEnd
  }

  #firstPlace(): Place {
    const steps = this.#noSteps()
    include(steps, 0)
    this.#takeShortcuts(steps)
    return this.#placeOf(steps)
  }

  /** Finds where a character leads, and keeps it. */
  #goOn(from: Place, character: string): Place {
    if (this.#ways++ >= MAX_KEPT_WAYS) {
      this.#ways = 1
      this.#places.clear()
      this.#start = this.#firstPlace()
    }
    const steps = this.#stepsAfter(from.steps, character)
    this.#takeShortcuts(steps)
    const place = this.#placeOf(steps)
    from.next.set(character, place)
    return place
  }

  #placeOf(steps: Int32Array): Place {
    return this.#places.getOrInsertComputed(steps.join(), () => ({
      steps,
      isEmpty: steps.every((word) => word === 0),
      isEnd: includes(steps, this.#steps.length - 1),
      next: new Map<string, Place>(),
    }))
  }

  /** The steps to which one character leads from a set of them. */
  #stepsAfter(here: Int32Array, character: string): Int32Array {
    const { on, stay, back } = this.#leadsOf(character)
    const next = this.#noSteps()
    let carried = 0
    for (let word = 0; word < here.length; word++) {
      const from = here[word] ?? 0
      const moved = from & (on[word] ?? 0)
      const returned = from & (back[word] ?? 0)
      next[word] = (moved << 1) | carried | (from & (stay[word] ?? 0)) | (returned >>> 1)
      if (word > 0) next[word - 1] = (next[word - 1] ?? 0) | (returned << (BITS - 1))
      carried = moved >>> (BITS - 1)
    }
    return next
  }

  /** Adds the steps that those of a set lead to without a character. They lie further on, so one pass finds them all. */
  #takeShortcuts(set: Int32Array): void {
    for (let word = 0; word < set.length; word++) {
      const having = this.#hasShortcuts[word] ?? 0
      let bits = (set[word] ?? 0) & having
      while (bits !== 0) {
        const lowest = bits & -bits
        const index = (word << 5) + 31 - Math.clz32(lowest)
        for (const shortcut of this.#shortcuts[index] ?? NONE) include(set, shortcut)
        bits = (set[word] ?? 0) & having & -(lowest << 1)
      }
    }
  }

  #leadsOf(character: string): Leads {
    const known = this.#leads.get(character)
    if (known !== undefined) return known
    const leads = {
      on: this.#stepsWhere((step) => leadsOn(step, character)),
      stay: this.#stepsWhere((step) => staysAt(step, character)),
      back: this.#stepsWhere(({ kind }) => kind === 'folder name' && character === '/'),
    }
    if (this.#leads.size >= MAX_KEPT_LEADS) this.#leads.clear()
    this.#leads.set(character, leads)
    return leads
  }

  #stepsWhere(holds: (step: GlobStep, index: number) => boolean): Int32Array {
    const set = this.#noSteps()
    for (const [index, step] of this.#steps.entries()) if (holds(step, index)) include(set, index)
    return set
  }

  #noSteps(): Int32Array {
    return new Int32Array(Math.ceil(this.#steps.length / BITS))
  }
}

function leadsOn(step: GlobStep, character: string): boolean {
  if (step.kind === 'literal') return step.character === character
  if (character === '/') return false
  return step.kind === 'folders' || (step.kind === 'one' && step.matches(character))
}

function staysAt(step: GlobStep, character: string): boolean {
  if (step.kind === 'many') return step.crosses || character !== '/'
  return step.kind === 'folder name' && character !== '/'
}

function include(set: Int32Array, index: number): void {
  const word = index >> 5
  set[word] = (set[word] ?? 0) | (1 << (index & 31))
}

function includes(set: Int32Array, index: number): boolean {
  return ((set[index >> 5] ?? 0) & (1 << (index & 31))) !== 0
}
