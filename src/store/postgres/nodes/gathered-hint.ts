import type { Hint, TopicChange } from '../../../domain/other-nodes.ts'

/** PostgreSQL passes on no more than 8000 bytes; an id takes some ten of them, and a change some forty. */
const MAX_IDS = 500
const MAX_CHANGES = 100

/** Hints of a moment, made one. */
export class GatheredHint {
  #rules = false
  #scans = false
  #rights = false
  readonly #due = new Set<number>()
  readonly #reachable = new Set<number>()
  readonly #changes = new Map<string, TopicChange>()

  add({ rules, scans, rights, due = [], reachable = [], changes = [] }: Hint): void {
    this.#rules ||= rules === true
    this.#scans ||= scans === true
    this.#rights ||= rights === true
    for (const id of due) this.#due.add(id)
    for (const id of reachable) this.#reachable.add(id)
    for (const change of changes) this.#changes.set(change.join(' '), change)
  }

  /** The same in hints that are small enough to be passed on; an empty one where there is nothing to say. */
  parts(): readonly Hint[] {
    const changes = this.#fewChanges()
    const first: Hint = {
      ...(this.#rules && { rules: true }),
      ...(this.#scans && { scans: true }),
      ...(this.#rights && { rights: true }),
      ...(changes.length > 0 && { changes }),
    }
    const due = slices([...this.#due]).map((ids): Hint => ({ due: ids }))
    const reachable = slices([...this.#reachable]).map((ids): Hint => ({ reachable: ids }))
    const parts = [first, ...due, ...reachable]
    const full = parts.filter((part) => Object.keys(part).length > 0)
    return full.length > 0 ? full : [first]
  }

  /** Where many projects have changed, all may have. */
  #fewChanges(): readonly TopicChange[] {
    const changes = [...this.#changes.values()]
    if (changes.length <= MAX_CHANGES) return changes
    return [...new Set(changes.map(([topic]) => topic))].map((topic) => [topic, null])
  }
}

function slices(ids: readonly number[]): readonly (readonly number[])[] {
  const count = Math.ceil(ids.length / MAX_IDS)
  return Array.from({ length: count }, (_, at) => ids.slice(at * MAX_IDS, (at + 1) * MAX_IDS))
}
