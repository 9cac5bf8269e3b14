import type { RunState } from '../runs/run.ts'

/** What those who wait for a run hear. */
export interface RunEnd {
  readonly run: number
  readonly rule: string
  readonly state: RunState
  readonly reason: string
  /** Of the last attempt. */
  readonly output: string
}

/** Says that runs ended to those who wait for them. */
export class EndedRuns {
  readonly #waiting = new Map<number, Set<(end: RunEnd) => void>>()

  /** Calls `hear` once when the run ends; the returned function stops that. */
  when(run: number, hear: (end: RunEnd) => void): () => void {
    const hearers = this.#waiting.get(run) ?? new Set()
    this.#waiting.set(run, hearers.add(hear))
    return () => {
      hearers.delete(hear)
      if (hearers.size === 0) this.#waiting.delete(run)
    }
  }

  say(end: RunEnd): void {
    const hearers = this.#waiting.get(end.run)
    this.#waiting.delete(end.run)
    for (const hear of hearers ?? []) hear(end)
  }
}
