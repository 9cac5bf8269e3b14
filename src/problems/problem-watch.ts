import { type Cache, createCache } from '../domain/cache.ts'
import type { Clock } from '../domain/clock.ts'
import { isUnavailable, messageOf } from '../domain/errors.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import { isUnchanged, problemChanges } from '../domain/problem/problem-changes.ts'
import {
  type ClosingReason,
  type Problem,
  type ProblemKind,
  type Trouble,
  WHOLE_SYSTEM,
} from '../domain/problem/problem.ts'
import type { SourceView } from '../domain/registry/source.ts'
import type { WrongTokens } from '../domain/registry/wrong-tokens.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { announceProblems } from './announcer.ts'
import { type SourceTroublesInput, sourceTroubles } from './source-troubles.ts'
import type { TargetOutcomes } from './target-outcomes.ts'
import { findTargetTroubles } from './target-troubles.ts'

/** What a process knows that takes events in. */
export interface WatchedIntake extends Pick<SourceTroublesInput, 'lastEventOf'> {
  /** Calls with a wrong token for a source that are not on record yet. */
  readonly takeWrongTokens: (sourceName: string) => WrongTokens | null
  readonly publish: (event: SourceEvent) => Promise<void>
}

export interface ProblemWatchParts {
  readonly store: Pick<
    Store,
    'problems' | 'breakers' | 'history' | 'sources' | 'writeFault' | 'onRulesChanged'
  >
  readonly outcomes: TargetOutcomes
  /** Null in a process that only delivers: it looks at targets alone, and another one announces what it finds. */
  readonly intake: WatchedIntake | null
  /** What is wrong with Bellbuoy itself, as far as this process knows; it is handed the problems that are open. */
  readonly findOwnTroubles: (open: readonly Problem[]) => Promise<readonly Trouble[]>
  readonly clock: Clock
  readonly log: Log
}

/** What a process looks for that only delivers. */
const OF_EVERY_PROCESS: readonly ProblemKind[] = ['target_failing', 'certificate_ending']
const EVERY_MS = 15_000
/** What comes together is looked at together. */
const SOON_MS = 200

/** Looks regularly, and soon after something turned, for what needs a person, and keeps the record of it. */
export class ProblemWatch implements AsyncDisposable {
  readonly #parts: ProblemWatchParts
  /** Changes with the rules alone. */
  readonly #stopped: Cache<'stopped', readonly Trouble[]>
  #cancelTimer: () => void = () => undefined
  #looking: Promise<void> = Promise.resolve()
  #isSoon = false
  #hasLooked = false
  #closed = false
  /** Kept in memory: it cannot be stored while it lasts. */
  #unwritable: Trouble | null = null

  constructor(parts: ProblemWatchParts) {
    this.#parts = parts
    parts.outcomes.onTurn = () => this.#lookSoon()
    this.#stopped = createCache(() => parts.store.problems.stopped())
    parts.store.onRulesChanged(() => {
      this.#stopped.clear()
      this.#lookSoon()
    })
  }

  /** That the store cannot write, which stands on no record yet; null while it can. */
  get unwritable(): Trouble | null {
    return this.#unwritable
  }

  start(): void {
    this.#wait(SOON_MS)
  }

  #lookSoon(): void {
    if (this.#isSoon || this.#closed) return
    this.#isSoon = true
    this.#wait(SOON_MS)
  }

  #wait(ms: number): void {
    if (this.#closed) return
    this.#cancelTimer()
    this.#cancelTimer = this.#parts.clock.after(ms, () => {
      this.#isSoon = false
      this.#looking = this.#looking.then(() => this.#look())
    })
  }

  async #look(): Promise<void> {
    if (this.#closed) return
    try {
      const fault = await this.#parts.store.writeFault()
      if (fault === null) await this.#lookAround()
      else this.#noteUnwritable(fault)
    } catch (error) {
      if (isUnavailable(error)) this.#noteUnwritable(messageOf(error))
      else this.#parts.log.backgroundFailed({ doing: 'look for problems' }, error)
    }
    if (!this.#isSoon) this.#wait(EVERY_MS)
  }

  #noteUnwritable(reason: string): void {
    const trouble = { kind: 'store_unwritable', cause: 'unwritable', isQuiet: true } as const
    const sinceMs = this.#unwritable?.sinceMs ?? this.#parts.clock.now()
    this.#unwritable = { ...WHOLE_SYSTEM, ...trouble, reason, sinceMs }
  }

  async #lookAround(): Promise<void> {
    const { store, outcomes } = this.#parts
    const { problems } = store
    if (this.#unwritable !== null) {
      await problems.recordPast(this.#unwritable)
      this.#unwritable = null
    }
    const open = (await problems.open()).filter(this.#isWatched)
    const targets = await findTargetTroubles(open, await this.#unreachable(), { store, outcomes })
    const troubles = [...targets.troubles, ...(await this.#others(open))]
    const changes = problemChanges(open, troubles, closingReasons(targets.standings))
    if (!isUnchanged(changes)) await problems.change(changes)
    for (const trouble of changes.opened) this.#logOpened(trouble)
    outcomes.follow(targets.troubles.map(({ targetId }) => targetId ?? 0))
    await this.#announce()
  }

  /** Once: whatever breaker opens later, this process sees it. */
  async #unreachable(): Promise<readonly number[]> {
    if (this.#hasLooked) return []
    const targetIds = await this.#parts.store.breakers.all()
    this.#hasLooked = true
    return targetIds
  }

  /** What could not be announced is announced with the next look. */
  async #announce(): Promise<void> {
    const { store, intake, clock, log } = this.#parts
    if (intake === null) return
    try {
      await announceProblems({ problems: store.problems, publish: intake.publish, clock })
    } catch (error) {
      if (!isUnavailable(error)) log.backgroundFailed({ doing: 'announce problems' }, error)
    }
  }

  #isWatched = ({ kind }: Problem): boolean => this.#parts.intake !== null || OF_EVERY_PROCESS.includes(kind)

  /** All that is no matter of a target. */
  async #others(open: readonly Problem[]): Promise<readonly Trouble[]> {
    const { intake, clock, findOwnTroubles } = this.#parts
    const own = await findOwnTroubles(open)
    if (intake === null) return own
    const { lastEventOf } = intake
    const sources = await this.#sources(intake)
    const ofSources = sourceTroubles({ sources, lastEventOf, nowMs: clock.now() })
    return [...ofSources, ...(await this.#stopped.get('stopped')), ...own]
  }

  /** With what this process has seen of wrong tokens, which goes on record: all that look come to the same result. */
  async #sources({ takeWrongTokens }: WatchedIntake): Promise<readonly SourceView[]> {
    const { sources } = this.#parts.store
    const stored = await sources.list()
    const seen = new Map<number, WrongTokens>()
    for (const { id, name } of stored) {
      const wrong = takeWrongTokens(name)
      if (wrong !== null) seen.set(id, wrong)
    }
    if (seen.size === 0) return stored
    await sources.noteWrongTokens(seen)
    return sources.list()
  }

  #logOpened({ kind, cause, reason, projectId, policyId, targetId, sourceId }: Trouble): void {
    const subject = { project: projectId, policy: policyId, target: targetId, source: sourceId }
    this.#parts.log.problemOpened({ kind, cause, reason, ...subject })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#looking
  }
}

/** A target that has no trouble any more has succeeded, unless nothing is sent to it. */
function closingReasons(
  standings: ReadonlyMap<number, { readonly endedBecause: Exclude<ClosingReason, 'over'> | null }>,
): (problem: Problem) => ClosingReason {
  return ({ kind, targetId }) => {
    if (kind !== 'target_failing') return 'over'
    const standing = standings.get(targetId ?? 0)
    return standing === undefined ? 'removed' : (standing.endedBecause ?? 'over')
  }
}
