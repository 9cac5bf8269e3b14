import { MAX_REASONS, OTHER_REASONS } from './kept-out.ts'
import { exampleOf, reasonOf } from './kept-out-example.ts'
import type { IgnoredEntry } from './source.ts'

/** Entries of one notification that are no events, for one reason. */
export interface IgnoredReason {
  readonly reason: string
  readonly count: number
  /** True when a person may want to see them. */
  readonly unknown: boolean
  /** The last one as JSON, cut and without secrets; null where none was kept. */
  readonly example: string | null
}

/** The entries of one notification that are no events. */
export interface IgnoredSummary {
  readonly count: number
  /** As many as a source can have; the entries with others are in the last one. */
  readonly reasons: readonly IgnoredReason[]
}

interface Counted {
  count: number
  unknown: boolean
  last: IgnoredEntry
}

/** Counts ignored entries by reason, however many there are. */
export class IgnoredCounts {
  readonly #reasons = new Map<string, Counted>()
  #count = 0

  add(entry: IgnoredEntry): void {
    const { unknown } = entry
    const named = reasonOf(entry.reason)
    const isKnown = this.#reasons.has(named) || this.#reasons.size < MAX_REASONS
    const reason = isKnown ? named : OTHER_REASONS
    this.#count++
    const counted = this.#reasons.get(reason)
    if (counted === undefined) {
      this.#reasons.set(reason, { count: 1, unknown, last: entry })
      return
    }
    counted.count++
    counted.unknown ||= unknown
    counted.last = entry
  }

  summary(): IgnoredSummary {
    const reasons = [...this.#reasons].map(([reason, { count, unknown, last }]) => ({
      reason,
      count,
      unknown,
      example: 'example' in last ? exampleOf(last.example) : null,
    }))
    return { count: this.#count, reasons }
  }
}
