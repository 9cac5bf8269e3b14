import type { ChangeNotice } from '../../../src/contract/history/live.ts'

/** More than two of the server's heartbeats, which come every 20 seconds. */
const SILENCE_MS = 45_000
/** How long after a refusal or a silence to try once more. */
const AGAIN_MS = 60_000
/** A page that follows another one soon goes on with its stream. */
const LINGER_MS = 1000

export interface LiveConnectionParts {
  readonly path: string
  readonly onNotice: (notice: ChangeNotice) => void
}

/**
 * One live stream, open while somebody listens and the page is in sight: a browser has few connections to a server, and pages
 * in the background must not use them up. It is live from the first word that comes through, and until it fails or falls
 * silent, as it does behind a proxy that keeps words back.
 */
export class LiveConnection {
  readonly #parts: LiveConnectionParts
  readonly #listeners = new Set<() => void>()
  #source: EventSource | null = null
  #isLive = false
  #silence: ReturnType<typeof setTimeout> | undefined
  #again: ReturnType<typeof setTimeout> | null = null
  #linger: ReturnType<typeof setTimeout> | undefined

  constructor(parts: LiveConnectionParts) {
    this.#parts = parts
  }

  isLive = (): boolean => this.#isLive

  /** Calls back when it becomes live or is no longer; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    clearTimeout(this.#linger)
    const isFirst = this.#listeners.size === 0
    this.#listeners.add(listener)
    if (isFirst) {
      document.addEventListener('visibilitychange', this.#look)
      this.#look()
    }
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      document.removeEventListener('visibilitychange', this.#look)
      this.#linger = setTimeout(() => this.#close(), LINGER_MS)
    }
  }

  #look = (): void => {
    if (document.visibilityState === 'hidden') this.#close()
    else if (this.#source === null && this.#again === null) this.#open()
  }

  #open(): void {
    const source = new EventSource(this.#parts.path)
    this.#source = source
    this.#awaitWord()
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      this.#heard()
      this.#parts.onNotice(JSON.parse(data) as ChangeNotice)
    })
    source.addEventListener('heartbeat', () => this.#heard())
    source.addEventListener('error', () => {
      this.#set(false)
      // Else the browser itself comes again.
      if (source.readyState === EventSource.CLOSED) this.#comeAgain()
    })
  }

  #heard(): void {
    this.#set(true)
    this.#awaitWord()
  }

  #awaitWord(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#comeAgain(), SILENCE_MS)
  }

  #comeAgain(): void {
    this.#close()
    this.#again = setTimeout(() => {
      this.#again = null
      this.#look()
    }, AGAIN_MS)
  }

  #close(): void {
    clearTimeout(this.#silence)
    if (this.#again !== null) clearTimeout(this.#again)
    this.#again = null
    this.#source?.close()
    this.#source = null
    this.#set(false)
  }

  #set(isLive: boolean): void {
    if (isLive === this.#isLive) return
    this.#isLive = isLive
    for (const listener of this.#listeners) listener()
  }
}
