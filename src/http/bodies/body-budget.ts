import { BellbuoyError } from '../../domain/errors.ts'

export interface BudgetLimits {
  /** Of all bodies that are in memory at a time. */
  readonly totalBytes: number
  /** Of those of one owner. */
  readonly shareBytes: number
  /** What every owner has room for, also when others have used up the total. */
  readonly floorBytes: number
}

/** Room in memory for one body. */
export interface HeldBytes {
  /** Counts bytes that have arrived. @throws BellbuoyError `UNAVAILABLE` when there is no room for them */
  readonly arrived: (bytes: number) => void
  /** Gives the room back; once is enough. */
  readonly release: () => void
}

/** Bounds the memory that bodies take until their calls are answered. An owner that sends too much is refused before all others. */
export class BodyBudget {
  readonly #limits: BudgetLimits
  readonly #heldBy = new Map<number, number>()
  #total = 0

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /**
   * Makes room for a body before it is read.
   *
   * @param declaredBytes its length, or 0 when it is not known; it then takes room as it arrives
   * @throws BellbuoyError `UNAVAILABLE` when there is none
   */
  hold(owner: number, declaredBytes: number): HeldBytes {
    let held = 0
    let arrived = 0
    let isReleased = false
    const growTo = (bytes: number): void => {
      // After the answer the rest of a body may still come; nobody keeps it.
      if (isReleased || bytes <= held) return
      this.#take(owner, bytes - held)
      held = bytes
    }
    growTo(declaredBytes)
    return {
      arrived: (bytes) => growTo((arrived += bytes)),
      release: () => {
        if (!isReleased) this.#give(owner, held)
        isReleased = true
      },
    }
  }

  /** Whether `hold` would make room for a body of this length. */
  hasRoom(owner: number, bytes: number): boolean {
    return this.#full(owner, bytes) === null
  }

  #take(owner: number, bytes: number): void {
    const full = this.#full(owner, bytes)
    if (full !== null) throw noRoom(full)
    this.#heldBy.set(owner, (this.#heldBy.get(owner) ?? 0) + bytes)
    this.#total += bytes
  }

  /** Whose room so many bytes more would exceed. */
  #full(owner: number, bytes: number): 'this source has' | 'the sources have' | null {
    const { totalBytes, shareBytes, floorBytes } = this.#limits
    const own = (this.#heldBy.get(owner) ?? 0) + bytes
    if (own > shareBytes) return 'this source has'
    return own > floorBytes && this.#total + bytes > totalBytes ? 'the sources have' : null
  }

  #give(owner: number, bytes: number): void {
    const own = (this.#heldBy.get(owner) ?? 0) - bytes
    if (own > 0) this.#heldBy.set(owner, own)
    else this.#heldBy.delete(owner)
    this.#total -= bytes
  }
}

function noRoom(who: string): BellbuoyError {
  const message = `${who} too many notifications under way; nothing was stored, try again`
  return new BellbuoyError('UNAVAILABLE', message, { retryAfterSeconds: 1 })
}
