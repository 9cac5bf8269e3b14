import type { Clock } from '../domain/clock.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { SenderCounts } from '../domain/delivery/delivery-counts.ts'
import { DeficitRound } from './deficit-round.ts'

/** A lane, as those see it who give turns. */
export interface Sending {
  /** The delivery whose attempt it would start now. */
  readonly upNext: Pick<LeasedDelivery, 'projectId'> | undefined
  /** How long its last attempt took; null before the first one has ended. */
  readonly lastAttemptMs: number | null
  /** Starts the attempt of `upNext`. */
  takeTurn: () => void
}

/** What a project, and a lane in its project, may use in a round: a few attempts at a quick receiver. */
const QUANTUM_MS = 10
/** The part of all attempts that is left to projects with none under way. */
const KEPT = 1 / 8
/** How long fewer attempts are made after one found no file descriptor, and how many at the least: a kept connection needs none. */
const EXHAUSTED_MS = 1000
const LEAST_EXHAUSTED = 8

/**
 * Limits the attempts under way in all lanes together. Below the limit every lane starts what it likes. Once it is reached, lanes wait,
 * and turns go round by deficits: first between projects, then between the lanes of one. An attempt costs the time of the
 * lane's last one, since time under way is what is scarce. The last places are for projects that have no attempt under way, so that
 * such a project need not wait for the slow receivers of others.
 */
export class Senders<Lane extends Sending> implements Disposable {
  readonly #most: number
  readonly #clock: Pick<Clock, 'after'>
  /** As `#most`, but for a while after descriptors were used up. */
  #limit: number
  #underWay = 0
  /** Attempts under way, of each project that has some. */
  readonly #ofProject = new Map<number, number>()
  readonly #projects = new DeficitRound<number>(QUANTUM_MS)
  /** The lanes of each project that wait. */
  readonly #lanes = new Map<number, DeficitRound<Lane>>()
  /** Waiting lanes with the project that they wait for. */
  readonly #waiting = new Map<Lane, number>()
  /** Projects that wait and have no attempt under way, the longest waiting first. */
  readonly #withNone = new Set<number>()
  #turns = 0
  /** Ends the time of fewer attempts. */
  #cancelTimer: (() => void) | null = null

  /** @param most attempts under way at a time, 1 or more */
  constructor(most: number, clock: Pick<Clock, 'after'>) {
    this.#most = most
    this.#limit = most
    this.#clock = clock
  }

  get counts(): SenderCounts {
    return {
      attemptsUnderWay: this.#underWay,
      attemptsLimit: this.#limit,
      targetsWaiting: this.#waiting.size,
      turns: this.#turns,
    }
  }

  /** The lanes that wait for their turn. */
  get waiting(): readonly Lane[] {
    return [...this.#waiting.keys()]
  }

  isWaiting(lane: Lane): boolean {
    return this.#waiting.has(lane)
  }

  /** Asks for a place for one attempt. @returns false: the lane waits, and gets its turn by `takeTurn` */
  take(lane: Lane, projectId: number): boolean {
    const isFree = this.#hasPlaces && this.#waiting.size === 0
    const mayUseKept = this.#underWay < this.#limit && !this.#ofProject.has(projectId)
    if (isFree || mayUseKept) this.#begin(projectId)
    else this.#wait(lane, projectId)
    return isFree || mayUseKept
  }

  /** An attempt of this project is over, and its place is free. `isExhausted`: it found no file descriptor. */
  ended(projectId: number, { isExhausted }: { readonly isExhausted: boolean }): void {
    this.#underWay--
    const left = (this.#ofProject.get(projectId) ?? 1) - 1
    if (left > 0) this.#ofProject.set(projectId, left)
    else {
      this.#ofProject.delete(projectId)
      if (this.#lanes.has(projectId)) this.#withNone.add(projectId)
    }
    if (isExhausted) this.#lower()
    if (this.#waiting.size > 0) this.#giveTurns()
  }

  get #hasPlaces(): boolean {
    return this.#underWay < this.#limit - Math.floor(this.#limit * KEPT)
  }

  #begin(projectId: number): void {
    this.#underWay++
    this.#ofProject.set(projectId, (this.#ofProject.get(projectId) ?? 0) + 1)
    if (this.#withNone.size > 0) this.#withNone.delete(projectId)
  }

  #wait(lane: Lane, projectId: number): void {
    if (this.#waiting.has(lane)) return
    this.#waiting.set(lane, projectId)
    this.#projects.add(projectId)
    this.#lanes.getOrInsertComputed(projectId, () => new DeficitRound(QUANTUM_MS)).add(lane)
    if (!this.#ofProject.has(projectId)) this.#withNone.add(projectId)
  }

  #leave(lane: Lane, projectId: number): void {
    this.#waiting.delete(lane)
    const lanes = this.#lanes.get(projectId)
    lanes?.remove(lane)
    if (lanes?.isEmpty === false) return
    this.#lanes.delete(projectId)
    this.#projects.remove(projectId)
    this.#withNone.delete(projectId)
  }

  #giveTurns(): void {
    while (this.#underWay < this.#limit) {
      const [first] = this.#withNone
      const projectId = this.#hasPlaces ? this.#projects.next() : first
      const lane = projectId === undefined ? undefined : this.#lanes.get(projectId)?.next()
      if (projectId === undefined || lane === undefined) return
      this.#giveTurn(lane, projectId)
    }
  }

  /** Lets a lane start an attempt. It goes on waiting if it has more to start; one that has nothing left waits no more. */
  #giveTurn(lane: Lane, projectId: number): void {
    const started = lane.upNext
    if (started !== undefined) {
      const costMs = Math.max(1, lane.lastAttemptMs ?? QUANTUM_MS)
      this.#lanes.get(projectId)?.charge(lane, costMs)
      this.#projects.charge(projectId, costMs)
      this.#turns++
      this.#begin(started.projectId)
      lane.takeTurn()
    }
    const next = lane.upNext
    if (next?.projectId === projectId) return
    this.#leave(lane, projectId)
    if (next !== undefined) this.#wait(lane, next.projectId)
  }

  /** Those under way have got the descriptors that there are: for a while, more is not tried. */
  #lower(): void {
    this.#limit = Math.min(this.#limit, Math.max(LEAST_EXHAUSTED, this.#underWay))
    this.#cancelTimer ??= this.#clock.after(EXHAUSTED_MS, () => {
      this.#cancelTimer = null
      this.#limit = this.#most
      this.#giveTurns()
    })
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.()
  }
}
