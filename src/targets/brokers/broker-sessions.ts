import type { Clock } from '../../domain/clock.ts'
import { type BrokerSession, BrokerRefusal } from './broker.ts'

const MAX_SESSIONS = 1000
/** A connection over which nothing goes for so long is closed. */
const IDLE_MS = 60_000

interface Entry {
  /** Tells connections apart: one of another key is not used any more. */
  readonly key: string
  readonly opening: Promise<BrokerSession>
  session: BrokerSession | null
  users: number
  isRetired: boolean
  cancelIdle: () => void
}

/** One connection for each target, which its attempts share. */
export class BrokerSessions implements AsyncDisposable {
  readonly #clock: Pick<Clock, 'after'>
  /** In the order of last use. */
  readonly #entries = new Map<number, Entry>()

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock
  }

  /**
   * Does something over the connection of a target, which is opened where there is none. After a fault that is no answer of the broker
   * the next use opens a new one; those who use the old one may come to their end.
   *
   * @param deadline rejects when the use has taken too long
   */
  async use<Result>(
    { targetId, key }: { readonly targetId: number; readonly key: string },
    open: () => Promise<BrokerSession>,
    act: (session: BrokerSession) => Promise<Result>,
    deadline: Promise<never>,
  ): Promise<Result> {
    const entry = this.#entryOf(targetId, key, open)
    entry.users++
    entry.cancelIdle()
    try {
      const session = await Promise.race([entry.opening, deadline])
      return await Promise.race([act(session), deadline])
    } catch (error) {
      if (entry.session === null || !(error instanceof BrokerRefusal)) this.#retire(targetId, entry)
      throw error
    } finally {
      entry.users--
      this.#settle(targetId, entry)
    }
  }

  #entryOf(targetId: number, key: string, open: () => Promise<BrokerSession>): Entry {
    const known = this.#entries.get(targetId)
    if (known !== undefined) {
      this.#entries.delete(targetId)
      if (known.key === key && known.session?.isOpen() !== false) {
        this.#entries.set(targetId, known)
        return known
      }
      this.#retire(targetId, known)
    }
    const opening = open()
    const entry: Entry = { key, opening, session: null, users: 0, isRetired: false, cancelIdle: noTimer }
    opening.then(
      (session) => {
        entry.session = session
        this.#settle(targetId, entry)
      },
      () => undefined,
    )
    this.#entries.set(targetId, entry)
    this.#evict()
    return entry
  }

  /** Nobody gets it any more; it closes when nobody uses it. */
  #retire(targetId: number, entry: Entry): void {
    entry.isRetired = true
    if (this.#entries.get(targetId) === entry) this.#entries.delete(targetId)
    this.#settle(targetId, entry)
  }

  #settle(targetId: number, entry: Entry): void {
    if (entry.users > 0) return
    entry.cancelIdle()
    if (entry.isRetired) entry.session?.close()
    else entry.cancelIdle = this.#clock.after(IDLE_MS, () => this.#retire(targetId, entry))
  }

  #evict(): void {
    const [oldest] = this.#entries
    if (this.#entries.size > MAX_SESSIONS && oldest !== undefined) this.#retire(...oldest)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    for (const entry of entries) {
      entry.isRetired = true
      entry.cancelIdle()
      entry.session?.close()
    }
    await Promise.allSettled(entries.map(({ opening }) => opening.then((session) => session.close())))
  }
}

const noTimer = (): void => undefined
