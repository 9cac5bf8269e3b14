import { closeSync, fdatasyncSync, openSync } from 'node:fs'

/** What ended is on disk so soon; until then more of it shares the sync. */
const WITHIN_MS = 10

/** Puts on disk, together, what several commits have handed to the system. */
export class SyncLater {
  readonly #path: string
  readonly #synced: () => void
  #timer: NodeJS.Timeout | null = null

  /** @param path of the write-ahead log; @param synced called when all that was committed before is on disk */
  constructor(path: string, synced: () => void) {
    this.#path = path
    this.#synced = synced
  }

  /** Something was committed that somebody waits for. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), WITHIN_MS)
  }

  /**
   * Does at once what is to come.
   *
   * @throws Error when the disk fails: what was committed may be lost then, and only the next start finds out what is there
   */
  now(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    const log = openSync(this.#path, 'r')
    try {
      fdatasyncSync(log)
    } finally {
      closeSync(log)
    }
    this.#synced()
  }
}
