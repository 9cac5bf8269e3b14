import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../domain/clock.ts'
import type { ListenLog } from '../listen-log.ts'
import type { Rule } from '../rules/rule.ts'
import type { RunResult, RunState } from '../runs/run.ts'
import type { RunCounts } from '../runs/run-counts.ts'
import type { ClaimedRun } from '../store/operations.ts'
import type { EndedRuns } from './ended-runs.ts'
import { finishOf } from './finish-of.ts'
import type { LastingStore } from './lasting-store.ts'
import type { Performer } from './perform.ts'
import type { WebhooksFirst } from './webhooks-first.ts'

/** How often it looks for what other processes changed: retries and stops that a person asked for. */
export const LOOK_EVERY_MS = 1000

interface RunReport {
  readonly state: RunState
  readonly result: RunResult
}

export interface DispatcherParts {
  readonly store: LastingStore
  /** Those in force now. */
  readonly rules: () => readonly Rule[]
  readonly performer: Performer
  /** Names the session in which commands start now; null where each of them has to be put on disk. */
  readonly session: () => string | null
  readonly webhooksFirst: WebhooksFirst
  /** Runs under way at the same time, of all rules together. */
  readonly concurrency: () => number
  readonly clock: Clock
  readonly random: () => number
  readonly ended: EndedRuns
  readonly counts: RunCounts
  readonly log: ListenLog
}

/** Starts runs that are due and have room, and keeps what became of them. The store alone knows what waits. */
export class Dispatcher {
  readonly #parts: DispatcherParts
  /** The rule of each run under way. */
  readonly #underWay = new Map<number, string>()
  /** Settle when what became of a run is kept as well. */
  readonly #ending = new Set<Promise<void>>()
  /** The claim that is under way. */
  #claiming: Promise<void> | null = null
  #wakesAgain = false
  #isEnding = false
  #cancelTimer = (): void => undefined
  /** Where the next claim begins, so that no rule is always the last. */
  #turn = 0

  constructor(parts: DispatcherParts) {
    this.#parts = parts
  }

  get underWay(): number {
    return this.#underWay.size
  }

  /** Something may be due, or have room. */
  wake(): void {
    this.#wakesAgain = this.#claiming !== null
    this.#claiming ??= this.#claimOnce()
  }

  async #claimOnce(): Promise<void> {
    try {
      await this.#claim()
    } catch (error) {
      this.#parts.log.failed({ doing: 'taking runs that are due' }, error)
    }
    this.#claiming = null
    if (this.#wakesAgain) this.wake()
  }

  async #claim(): Promise<void> {
    await this.#parts.webhooksFirst.pass()
    if (this.#isEnding) return
    const { store, clock, concurrency } = this.#parts
    const free = concurrency() - this.#underWay.size
    const rules = this.#rulesWithRoom()
    if (free <= 0 || rules.length === 0) return
    const session = this.#parts.session()
    const { runs, nextDueAtMs } = await store.submit('claim', { nowMs: clock.now(), free, rules, session })
    for (const run of runs) this.#begin(run, session)
    this.#wakeAt(nextDueAtMs)
  }

  #rulesWithRoom(): { name: string; free: number }[] {
    const underWay = new Map<string, number>()
    for (const rule of this.#underWay.values()) underWay.set(rule, (underWay.get(rule) ?? 0) + 1)
    const rules = this.#parts
      .rules()
      .map(({ name, concurrency }) => ({ name, free: concurrency - (underWay.get(name) ?? 0) }))
      .filter(({ free }) => free > 0)
    const from = this.#turn++ % Math.max(1, rules.length)
    return rules.slice(from).concat(rules.slice(0, from))
  }

  /** One that is due already has no room; the end of another wakes. */
  #wakeAt(dueAtMs: number | null): void {
    this.#cancelTimer()
    const { clock } = this.#parts
    const delayMs = dueAtMs === null ? Infinity : dueAtMs - clock.now()
    if (delayMs > 0 && delayMs < Infinity) this.#cancelTimer = clock.after(delayMs, () => this.wake())
  }

  #begin(run: ClaimedRun, session: string | null): void {
    this.#underWay.set(run.id, run.rule)
    const ended = this.#carryOut(run, session).catch((error: unknown) =>
      this.#parts.log.failed({ doing: `run ${run.id}` }, error),
    )
    this.#ending.add(ended)
    void ended.then(() => this.#ending.delete(ended))
  }

  async #carryOut(run: ClaimedRun, session: string | null): Promise<void> {
    const { store, rules, performer, clock, random } = this.#parts
    const rule = rules().find(({ name }) => name === run.rule)
    const startedAtMs = clock.now()
    const performed =
      rule === undefined || this.#isEnding
        ? ({ kind: 'kept' } as const)
        : await performer.perform({
            run,
            rule,
            session,
            mayGo: (group) => this.#mayGo(run, session, group),
            lasts: (group) => this.#lasts(run, group),
          })
    const kept =
      performed.kind === 'kept' || rule === undefined
        ? store.submit('giveBack', { run: run.id, nowMs: clock.now() })
        : store.submit(
            'finish',
            finishOf({
              run,
              retry: rule.retry,
              performed,
              startedAtMs,
              nowMs: clock.now(),
              random: random(),
            }),
          )
    // The room is free at once: the claim of the next run shares the commit.
    this.#underWay.delete(run.id)
    this.wake()
    const state = await kept
    if (performed.kind !== 'kept') this.#report(run, { state, result: performed.result })
  }

  /** The session of a command, or its group, is on disk before it runs, so that no later listener starts it beside this one. */
  async #mayGo(run: ClaimedRun, session: string | null, group: string | null): Promise<boolean> {
    if (this.#isEnding) return false
    if (session !== null && group === null) return true
    return this.#parts.store.submit('start', { run: run.id, process: group ?? '' })
  }

  #lasts(run: ClaimedRun, group: string): void {
    const { store, log } = this.#parts
    store
      .submit('lasts', { run: run.id, group })
      .catch((error: unknown) => log.failed({ doing: `noting where run ${run.id} is` }, error))
  }

  #report(run: ClaimedRun, { state, result }: RunReport): void {
    const { log, ended, counts } = this.#parts
    const { id, rule, attempts } = run
    const { reason, output, durationMs } = result
    counts.attemptEnded({ rule, isSuccess: result.isSuccess, durationMs })
    log.runEnded({ run: id, rule, attempt: attempts + 1, state, durationMs: Math.round(durationMs), reason })
    if (state !== 'pending') ended.say({ run: id, rule, state, reason, output })
  }

  /** Looks for what a person asked for in another process; milliseconds until the next look. */
  async look(): Promise<number> {
    const { store, performer } = this.#parts
    for (const run of await store.submit('stopsAsked', null)) performer.end(run, 'stop')
    this.wake()
    return LOOK_EVERY_MS
  }

  /** Starts nothing more, waits for the runs under way, and ends those that take longer; they start again later. */
  async end(waitMs: number): Promise<void> {
    this.#isEnding = true
    this.#cancelTimer()
    await this.#claiming
    const all = Promise.all([...this.#ending])
    const waiting = new AbortController()
    await Promise.race([all, delay(waitMs, undefined, { signal: waiting.signal }).catch(() => undefined)])
    waiting.abort()
    for (const run of this.#underWay.keys()) this.#parts.performer.end(run, 'shutdown')
    await all
  }
}
