import type { Readable } from 'node:stream'
import type { Changes, Topic } from '../../domain/changes.ts'
import type { Clock } from '../../domain/clock.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type Change, EVERYTHING, LiveStream, type LiveStreamParts } from './live-stream.ts'

/** Changes are gathered for so long: a stream says no more than four things a second. */
const GATHER_MS = 250
/** How often at the least something is heard from a stream, and its right to be there is looked at. */
const HEARTBEAT_MS = 20_000
const MAX_STREAMS = 500
const MAX_OF_A_LISTENER = 20
/** Seconds after which one that was refused may come again. */
const COME_AGAIN_SECONDS = 60

export type Listening = Omit<LiveStreamParts, 'onRoom'>

/**
 * Notifies the readers of live streams of changes. It keeps only the changes of the next notice; a reader who missed some
 * learns from their next stream that everything may have changed.
 */
export class LiveStreams implements Changes, Disposable {
  readonly #clock: Clock
  readonly #streams = new Set<LiveStream>()
  /** The changes since the last notice, by project; null is any. */
  #gathered = new Map<number | null, Set<Topic>>()
  #areRightsInDoubt = false
  #isCheckingRights = false
  #cancelFlush: (() => void) | null = null
  #cancelBeat: () => void = () => undefined
  #isClosed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isWatched(): boolean {
    return this.#streams.size > 0
  }

  publish = (topic: Topic, projectId: number | null): void => {
    if (!this.isWatched) return
    const topics = this.#gathered.get(projectId)
    if (topics === undefined) this.#gathered.set(projectId, new Set([topic]))
    else topics.add(topic)
    this.#flushSoon()
  }

  rightsChanged = (): void => {
    if (!this.isWatched) return
    this.#areRightsInDoubt = true
    this.#flushSoon()
  }

  /**
   * Opens a stream; its first notice covers what changed while it was being opened.
   *
   * @throws BellbuoyError `TOO_MANY_REQUESTS` when the listener has too many, `UNAVAILABLE` when all have or the server stops
   */
  open(listening: Listening): Readable {
    this.#assertRoom(listening.listener)
    const stream = new LiveStream({ ...listening, onRoom: () => this.#flushSoon() })
    if (!this.isWatched) this.#beatLater()
    this.#streams.add(stream)
    stream.body.once('close', () => this.#closed(stream))
    stream.owe(EVERYTHING)
    this.#flushSoon()
    return stream.body
  }

  #assertRoom(listener: string): void {
    const again = { retryAfterSeconds: COME_AGAIN_SECONDS }
    if (this.#isClosed) throw new BellbuoyError('UNAVAILABLE', 'the server is about to stop', again)
    if (this.#streams.size >= MAX_STREAMS)
      throw new BellbuoyError('UNAVAILABLE', `${MAX_STREAMS} live streams are open: ask by polling`, again)
    const own = [...this.#streams].filter((stream) => stream.listener === listener)
    if (own.length < MAX_OF_A_LISTENER) return
    const message = `${listener} has ${MAX_OF_A_LISTENER} live streams open: close one, or ask by polling`
    throw new BellbuoyError('TOO_MANY_REQUESTS', message, again)
  }

  #closed(stream: LiveStream): void {
    this.#streams.delete(stream)
    if (!this.isWatched) this.#cancelBeat()
  }

  #flushSoon(): void {
    this.#cancelFlush ??= this.#clock.after(GATHER_MS, () => this.#flush())
  }

  #flush(): void {
    this.#cancelFlush = null
    const gathered = this.#gathered
    this.#gathered = new Map()
    const ofAll = summed(gathered)
    for (const stream of this.#streams) {
      const { projectId } = stream
      const change = projectId === null ? ofAll : changeIn(gathered, projectId)
      if (change.topics.size > 0) stream.owe(change)
      stream.flush()
    }
    if (!this.#isCheckingRights) void this.#checkRights()
  }

  #beatLater(): void {
    this.#cancelBeat = this.#clock.after(HEARTBEAT_MS, () => {
      for (const stream of this.#streams) stream.beat()
      this.rightsChanged()
      if (this.isWatched) this.#beatLater()
    })
  }

  /** Ends the streams of those who may not listen any more; one after the other, which costs others nothing. */
  async #checkRights(): Promise<void> {
    this.#isCheckingRights = true
    while (this.#areRightsInDoubt) {
      this.#areRightsInDoubt = false
      for (const stream of this.#streams) await stream.readmit().catch(() => stream.end())
    }
    this.#isCheckingRights = false
  }

  /** Cuts every stream off: the end of the program does not wait for them. */
  [Symbol.dispose](): void {
    this.#isClosed = true
    this.#cancelFlush?.()
    this.#cancelBeat()
    for (const stream of this.#streams) stream.end()
  }
}

function summed(gathered: ReadonlyMap<number | null, ReadonlySet<Topic>>): Change {
  const ids = [...gathered.keys()]
  return {
    topics: new Set([...gathered.values()].flatMap((topics) => [...topics])),
    projectIds: ids.includes(null) ? null : new Set(ids.filter((id) => id !== null)),
  }
}

function changeIn(gathered: ReadonlyMap<number | null, ReadonlySet<Topic>>, projectId: number): Change {
  const own = gathered.get(projectId) ?? new Set<Topic>()
  return { topics: own.union(gathered.get(null) ?? new Set()), projectIds: null }
}
