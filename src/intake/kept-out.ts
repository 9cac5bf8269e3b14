import type { Clock } from '../domain/clock.ts'
import {
  type KeptOutAccount,
  type KeptOutReason,
  MAX_REASONS,
  OTHER_REASONS,
  type Refusals,
} from '../domain/registry/kept-out.ts'
import { exampleOf, reasonOf } from '../domain/registry/kept-out-example.ts'
import type { IgnoredSummary } from '../domain/registry/ignored-summary.ts'
import type { Log } from '../log.ts'

const WRITE_AFTER_MS = 30_000

export interface KeptOutParts {
  /** Whether other processes may store what they refuse. */
  readonly hasOthers: boolean
  readonly keptOut: KeptOutAccount
  readonly clock: Clock
  readonly log: Log
}

/** What has happened at a source since it was last stored. */
interface Unwritten {
  readonly reasons: Map<string, KeptOutReason>
  hasAccepted: boolean
  refusals: Refusals | null
}

/**
 * Counts what sources send that reports no event, by source and reason. It is stored every half minute instead of with every
 * notification, so a killed process loses half a minute of it at the most. Events that intake keeps out are counted as they are
 * stored, with the account of their source.
 */
export class KeptOut implements AsyncDisposable {
  readonly #parts: KeptOutParts
  #unwritten = new Map<number, Unwritten>()
  /** Sources whose last notification was accepted, as this process has seen and noted, and until when that need not be noted again. */
  readonly #accepting = new Map<number, number>()
  #cancelTimer: (() => void) | null = null

  constructor(parts: KeptOutParts) {
    this.#parts = parts
  }

  /** Counts the entries of an accepted notification that are no events. */
  ignored(sourceId: number, { reasons }: IgnoredSummary): void {
    for (const { reason, count, example } of reasons) this.#count(sourceId, reason, count, example)
  }

  /** Counts a notification that was refused as a whole. */
  refused(sourceId: number, reason: string, example: unknown): void {
    this.#count(sourceId, reasonOf(reason), 1, exampleOf(example))
    const nowMs = this.#parts.clock.now()
    const unwritten = this.#of(sourceId)
    unwritten.refusals = { sinceMs: unwritten.refusals?.sinceMs ?? nowMs, lastMs: nowMs }
    this.#accepting.delete(sourceId)
  }

  /** A notification was accepted, which ends the refusals before it. */
  accepted(sourceId: number): void {
    const nowMs = this.#parts.clock.now()
    if ((this.#accepting.get(sourceId) ?? 0) > nowMs) return
    // Refusals that another process stores meanwhile go on only where nothing is accepted.
    this.#accepting.set(sourceId, this.#parts.hasOthers ? nowMs + WRITE_AFTER_MS : Infinity)
    const unwritten = this.#of(sourceId)
    unwritten.hasAccepted = true
    unwritten.refusals = null
  }

  /** Stores what has been counted; readers of the account call it first. */
  async write(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#unwritten.size === 0) return
    const changes = this.#unwritten
    this.#unwritten = new Map()
    try {
      await this.#parts.keptOut.add(
        [...changes].map(([sourceId, change]) => ({
          ...change,
          sourceId,
          reasons: [...change.reasons.values()],
        })),
      )
    } catch (error) {
      this.#parts.log.backgroundFailed({ doing: 'store what was kept out' }, error)
    }
  }

  #count(sourceId: number, named: string, count: number, example: string | null): void {
    const { reasons } = this.#of(sourceId)
    const reason = reasons.has(named) || reasons.size < MAX_REASONS ? named : OTHER_REASONS
    const known = reasons.get(reason)
    reasons.set(reason, {
      reason,
      count: (known?.count ?? 0) + count,
      lastAtMs: this.#parts.clock.now(),
      example: example ?? known?.example ?? null,
    })
  }

  #of(sourceId: number): Unwritten {
    this.#cancelTimer ??= this.#parts.clock.after(WRITE_AFTER_MS, () => void this.write())
    const known = this.#unwritten.get(sourceId)
    if (known !== undefined) return known
    const fresh: Unwritten = { reasons: new Map(), hasAccepted: false, refusals: null }
    this.#unwritten.set(sourceId, fresh)
    return fresh
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.write()
  }
}
