import type { SqliteThread } from './thread/sqlite-thread.ts'

/**
 * With so many pages in the write-ahead log, 32 MiB, the writer checkpoints: pages that are written again and again, such as the ends
 * of tables, then reach the database file once.
 */
export const CHECKPOINT_FRAMES = 8000
/** With so many, a thread of its own begins to copy them … */
const BEGIN_FRAMES = 6000
/** … and goes on each time that so many have come since. */
const STEP_FRAMES = 1000

/**
 * Copies pages from the log into the database ahead of the writer's checkpoint, beside its commits. Of the pages that the writer would
 * copy while everyone waits, as long as ten commits take, only those of the last few commits are left.
 */
export class Checkpoints implements AsyncDisposable {
  readonly #open: () => Promise<SqliteThread>
  /** Opened when it is first needed: most logs never get so long. */
  #thread: SqliteThread | null = null
  #copying: Promise<void> | null = null
  #copiedFrames = 0
  #isClosed = false

  /** @param open opens a connection of the role `checkpointer` */
  constructor(open: () => Promise<SqliteThread>) {
    this.#open = open
  }

  /** The log has so many pages; fewer than before, when the writer has begun it anew. */
  logGrewTo(frames: number): void {
    if (frames < this.#copiedFrames) this.#copiedFrames = 0
    const isBusy = this.#isClosed || this.#copying !== null
    if (isBusy || frames < Math.max(BEGIN_FRAMES, this.#copiedFrames + STEP_FRAMES)) return
    this.#copiedFrames = frames
    this.#copying = this.#copy().finally(() => (this.#copying = null))
  }

  /** What this leaves, the writer copies; it also finds out what is wrong with a disk. */
  async #copy(): Promise<void> {
    try {
      this.#thread ??= await this.#open()
      await this.#thread.request({ kind: 'checkpoint' })
    } catch {
      // The next step of the log tries again.
    }
  }

  /** The writer may commit after it: nothing is opened for that any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    await this.#copying
    await this.#thread?.[Symbol.asyncDispose]()
  }
}
