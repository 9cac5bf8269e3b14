import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../domain/clock.ts'
import type { Hint, OtherNodes } from '../../../domain/other-nodes.ts'
import { GatheredHint } from './gathered-hint.ts'

/** Hints within this time go out as one. */
const GATHER_MS = 50
/** How often a process says that it is there, which it hears itself where hints come through. */
const PRESENT_EVERY_MS = 3000
/** A process that has not heard itself for so long knows that hints get lost. */
const LOST_AFTER_MS = 10_000

/** A process from which something was heard, and until when it counts, by the monotonic clock. */
interface OtherNode {
  readonly watches: boolean
  readonly untilMs: number
}

/** A hint as it is passed on. */
interface Message extends Hint {
  readonly from: string
  /** Whether the process has readers of live streams. */
  readonly watches: boolean
}

export interface HintChannelParts {
  /** Passes a text on to every process on the database, this one included. It may fail. */
  readonly send: (payload: string) => Promise<void>
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
}

/** Exchanges hints with the other processes, and finds out whether they come through: a pooler between them and the server loses all. */
export class HintChannel implements OtherNodes, Disposable {
  readonly mayExist = true
  readonly #parts: HintChannelParts
  readonly #name = randomUUID()
  readonly #hintListeners: ((hint: Hint) => void)[] = []
  readonly #doubtListeners: (() => void)[] = []
  readonly #others = new Map<string, OtherNode>()
  #isWatched = (): boolean => false
  #saidWatched = false
  #presentAt = -Infinity
  #heardAt: number
  #gathered: GatheredHint | null = null
  #cancelFlush: () => void = () => undefined

  constructor(parts: HintChannelParts) {
    this.#parts = parts
    this.#heardAt = parts.clock.monotonic()
  }

  get areWatching(): boolean {
    return this.#others.size > 0 && this.#present().some(({ watches }) => watches)
  }

  tell = (hint: Hint): void => {
    if (this.#gathered === null) {
      this.#gathered = new GatheredHint()
      this.#cancelFlush = this.#parts.clock.after(GATHER_MS, () => this.#flush())
    }
    this.#gathered.add(hint)
  }

  onHint = (listener: (hint: Hint) => void): void => void this.#hintListeners.push(listener)

  onDoubt = (listener: () => void): void => void this.#doubtListeners.push(listener)

  setWatched = (isWatched: () => boolean): void => void (this.#isWatched = isWatched)

  /** Takes what the server passes on. What is no hint was sent by another program, or by another version of this one. */
  heard(payload: string): void {
    const message = messageIn(payload)
    if (message === null) return
    const { from, watches, ...hint } = message
    const nowMs = this.#parts.clock.monotonic()
    if (from === this.#name) {
      this.#heardAt = nowMs
      return
    }
    this.#others.set(from, { watches, untilMs: nowMs + LOST_AFTER_MS })
    for (const listener of this.#hintListeners) listener(hint)
  }

  /** To be called every second while the server answers. */
  tick(): void {
    const nowMs = this.#parts.clock.monotonic()
    const isWatched = this.#isWatched()
    // What changed before the others knew of the readers, they have kept to themselves.
    const wasUnknown = isWatched && !this.#saidWatched && this.#present().length > 0
    if (wasUnknown || nowMs - this.#heardAt >= LOST_AFTER_MS)
      for (const listener of this.#doubtListeners) listener()
    if (isWatched !== this.#saidWatched || nowMs - this.#presentAt >= PRESENT_EVERY_MS) this.tell({})
  }

  #present(): readonly OtherNode[] {
    const nowMs = this.#parts.clock.monotonic()
    for (const [name, { untilMs }] of this.#others) if (untilMs <= nowMs) this.#others.delete(name)
    return [...this.#others.values()]
  }

  #flush(): void {
    const parts = this.#gathered?.parts() ?? []
    this.#gathered = null
    this.#presentAt = this.#parts.clock.monotonic()
    this.#saidWatched = this.#isWatched()
    for (const hint of parts) {
      const message: Message = { ...hint, from: this.#name, watches: this.#saidWatched }
      // Those who miss it find out by themselves.
      this.#parts.send(JSON.stringify(message)).catch(() => undefined)
    }
  }

  [Symbol.dispose](): void {
    this.#cancelFlush()
  }
}

function messageIn(payload: string): Message | null {
  try {
    const message = JSON.parse(payload) as Partial<Message> | null
    return typeof message?.from === 'string' ? { watches: false, ...message, from: message.from } : null
  } catch {
    return null
  }
}
