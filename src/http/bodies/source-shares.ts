import type { Clock } from '../../domain/clock.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { ShareSize } from './share-size.ts'

/** What the smallest call counts. */
const LEAST_BYTES = 2048
/**
 * How long a call waits for its turn. A burst is taken in by then, and a client that does not wait would come again at once if it were
 * answered at once.
 */
const MAX_WAIT_MS = 10_000

interface Waiting {
  readonly bytes: number
  readonly enter: () => void
}

interface Owner {
  bytes: number
  /** In the order in which they came. */
  readonly waiting: Set<Waiting>
}

/**
 * Who may go on: of each owner so much at a time that others are served between. What goes beyond its share waits for its own turn,
 * without memory for a body, and is refused when that does not come soon. An owner with nothing under way never waits.
 */
export class SourceShares {
  readonly #clock: Pick<Clock, 'monotonic' | 'after'>
  readonly #size: ShareSize
  readonly #owners = new Map<number, Owner>()

  constructor(clock: Pick<Clock, 'monotonic' | 'after'>) {
    this.#clock = clock
    this.#size = new ShareSize(clock)
  }

  /**
   * Waits for the turn of a call.
   *
   * @returns what to call once it has been answered; once is enough
   * @throws BellbuoyError `UNAVAILABLE` when its turn does not come soon
   */
  async enter(ownerId: number, bytes: number): Promise<() => void> {
    const entered = this.tryEnter(ownerId, bytes)
    if (entered !== null) return entered
    const owner = this.#ownerOf(ownerId)
    const counted = Math.max(bytes, LEAST_BYTES)
    await this.#turn(owner, counted)
    return this.#entered(ownerId, owner, counted)
  }

  /** As `enter`, for a call whose turn it is at once; null for one that has to wait. */
  tryEnter(ownerId: number, bytes: number): (() => void) | null {
    const owner = this.#ownerOf(ownerId)
    const counted = Math.max(bytes, LEAST_BYTES)
    if (owner.waiting.size > 0 || !this.#hasRoom(owner, counted)) return null
    owner.bytes += counted
    return this.#entered(ownerId, owner, counted)
  }

  #ownerOf(ownerId: number): Owner {
    return this.#owners.getOrInsertComputed(ownerId, () => ({ bytes: 0, waiting: new Set() }))
  }

  /** @returns what to call once the call has been answered */
  #entered(ownerId: number, owner: Owner, counted: number): () => void {
    const enteredAtMs = this.#clock.monotonic()
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      owner.bytes -= counted
      this.#size.ended(this.#clock.monotonic() - enteredAtMs)
      this.#letEnter(owner)
      if (owner.bytes === 0 && owner.waiting.size === 0) this.#owners.delete(ownerId)
    }
  }

  #hasRoom(owner: Owner, bytes: number): boolean {
    return owner.bytes === 0 || owner.bytes + bytes <= this.#size.bytes
  }

  #turn(owner: Owner, bytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = {
        bytes,
        enter: () => {
          cancel()
          resolve()
        },
      }
      owner.waiting.add(waiting)
      const cancel = this.#clock.after(MAX_WAIT_MS, () => {
        owner.waiting.delete(waiting)
        reject(tooMany())
      })
    })
  }

  #letEnter(owner: Owner): void {
    for (const waiting of owner.waiting) {
      if (!this.#hasRoom(owner, waiting.bytes)) return
      owner.waiting.delete(waiting)
      owner.bytes += waiting.bytes
      waiting.enter()
    }
  }
}

function tooMany(): BellbuoyError {
  const message =
    'this source sends more notifications at a time than are taken; nothing was stored, try again'
  return new BellbuoyError('UNAVAILABLE', message, { retryAfterSeconds: 1 })
}
