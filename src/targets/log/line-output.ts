import { close, constants, fstat, open, write } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const closeFile = promisify(close)
const statsOf = promisify(fstat)
const openFile = promisify(open)
const writeBytes = promisify(write)

/** So many bytes a pipe takes whole or not at all (PIPE_BUF of Linux, pipe(7)): nothing that others write comes between them. */
const WHOLE_BYTES = 4096
/** How soon a full pipe is tried again. */
const FULL_MS = 20

/** What went wrong with a line; its code is that of the system, such as `EPIPE`. */
export interface LineFault {
  readonly code: string
  /** True: the deadline passed. The line may still be written, if its turn had come. */
  readonly isLate: boolean
}

interface Line {
  readonly bytes: Buffer
  readonly settle: (fault: LineFault | null) => void
  isGivenUp: boolean
}

/**
 * Writes lines to a descriptor that others write to as well, such as standard output, in their order. It never blocks: a pipe or a
 * terminal is opened once more, so that what does not fit comes back as EAGAIN, without a change to the descriptor of the others. A file
 * or a socket is written to in a thread of Node's pool, one write at a time.
 */
export class LineOutput implements AsyncDisposable {
  readonly #given: number
  readonly #waiting: Line[] = []
  #opened: Promise<number> | null = null
  #writing: Promise<void> | null = null
  #isTorn = false
  #isClosed = false

  constructor(descriptor: number) {
    this.#given = descriptor
  }

  /**
   * Writes a line, and what ends it. Never rejects.
   *
   * @param text without a line break
   * @param timeoutMs how long it may wait
   */
  write(text: string, timeoutMs: number): Promise<LineFault | null> {
    return new Promise((resolve) => {
      const line: Line = {
        bytes: Buffer.from(`${text}\n`),
        isGivenUp: false,
        settle(fault) {
          clearTimeout(timer)
          resolve(fault)
        },
      }
      const timer = setTimeout(() => {
        line.isGivenUp = true
        line.settle({ code: 'ETIMEDOUT', isLate: true })
      }, timeoutMs)
      this.#waiting.push(line)
      this.#writing ??= this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    for (let lines = this.#nextLines(); lines.length > 0; lines = this.#nextLines()) {
      const fault = await this.#writeWhole(Buffer.concat(lines.map(({ bytes }) => bytes)))
      for (const line of lines) line.settle(fault)
    }
    this.#writing = null
  }

  /** The lines that go out together: as many as a pipe takes whole, and one at least. */
  #nextLines(): readonly Line[] {
    const lines: Line[] = []
    let room = WHOLE_BYTES
    for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
      if (lines.length > 0 && line.bytes.length > room) break
      this.#waiting.shift()
      if (line.isGivenUp) continue
      lines.push(line)
      room -= line.bytes.length
    }
    return lines
  }

  /** A line whose beginning is written is written to its end, or ends at a fault; then the next one begins on a line of its own. */
  async #writeWhole(bytes: Buffer): Promise<LineFault | null> {
    let left = this.#isTorn ? Buffer.concat([Buffer.from('\n'), bytes]) : bytes
    const { length } = left
    try {
      const descriptor = await (this.#opened ??= ownDescriptor(this.#given))
      while (left.length > 0) left = left.subarray(await this.#writeSome(descriptor, left))
      this.#isTorn = false
      return null
    } catch (error) {
      this.#isTorn ||= left.length < length
      return { code: codeOf(error), isLate: false }
    }
  }

  async #writeSome(descriptor: number, bytes: Buffer): Promise<number> {
    try {
      return (await writeBytes(descriptor, bytes)).bytesWritten
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN' || this.#isClosed) throw error
      await sleep(FULL_MS)
      return 0
    }
  }

  /** What still waits is tried once more, and fails where it does not fit. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#writing
    const descriptor = (await this.#opened) ?? this.#given
    if (descriptor !== this.#given) await closeFile(descriptor)
  }
}

/** The descriptor to write to without blocking: a second one of a pipe or a terminal, else the given one. */
async function ownDescriptor(given: number): Promise<number> {
  const stats = await statsOf(given)
  if (!stats.isFIFO() && !stats.isCharacterDevice()) return given
  // A pipe without a reader cannot be opened; writing to the given one then says EPIPE.
  return openFile(`/dev/fd/${given}`, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => given)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EIO'
}
