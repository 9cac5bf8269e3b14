import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { BoundedOutput } from './bounded-output.ts'
import type { CommandEnd, CommandStart, EndReason } from './launch-order.ts'
import { endGroup, groupName } from './process-group.ts'
import type { StartedProcess } from './started-process.ts'

/** What a process that left its group still writes is not waited for. */
const LAST_OUTPUT_MS = 200
/** Beyond this, output is read slowly: a command that writes without end must take little from others. */
const FAST_BYTES = 16 * 1024 ** 2
const PAUSE_MS = 10

/** One command in a group of processes of its own, from its start to the end of the whole group. */
export class LaunchedCommand {
  /** Settles when the command and everything in its group has ended. Never rejects. */
  readonly ended: Promise<CommandEnd>
  readonly #start: CommandStart
  readonly #process: StartedProcess
  readonly #output = new BoundedOutput()
  #startedAtMs: number | null = null
  #isOverTime = false
  #endedFor: EndReason | null = null
  #isEnding = false

  constructor(start: CommandStart, process: StartedProcess) {
    this.#start = start
    this.#process = process
    this.ended = this.#watch()
  }

  /** False when the system could not start the process: then `ended` says why. */
  get isThere(): boolean {
    return this.#process.pid !== null
  }

  /** See `groupName`. */
  get group(): string | null {
    return this.#process.pid === null ? null : groupName(this.#process.pid)
  }

  /** Gives the command its input, and lets it run where it waits. */
  go(): void {
    this.#startedAtMs = performance.now()
    this.#process.go(this.#start.body)
  }

  /** Ends the whole group: SIGTERM, and after the grace SIGKILL. */
  endFor(why: EndReason): void {
    this.#endedFor ??= why
    this.#end()
  }

  #end(): void {
    if (this.#isEnding || this.#process.pid === null) return
    this.#isEnding = true
    void endGroup(this.#process.pid)
  }

  async #watch(): Promise<CommandEnd> {
    const { timeLimitMs } = this.#start
    const closed = this.#collect()
    const limit = setTimeout(() => {
      this.#isOverTime = true
      this.#end()
    }, timeLimitMs)
    const exit = await this.#process.exit
    clearTimeout(limit)
    const durationMs = this.#startedAtMs === null ? 0 : performance.now() - this.#startedAtMs
    // What the command left behind in its group ends with it.
    if (this.#process.pid !== null) await endGroup(this.#process.pid)
    await Promise.race([closed, delay(LAST_OUTPUT_MS)])
    this.#process.close()
    return {
      ...exit,
      isOverTime: this.#isOverTime,
      endedFor: this.#endedFor,
      durationMs,
      output: this.#output.text(),
    }
  }

  /** Reads what it writes as it comes. Resolves when no process has its outputs open any more. */
  async #collect(): Promise<void> {
    await Promise.all(this.#process.outputs.map((stream) => this.#read(stream)))
  }

  async #read(stream: Readable): Promise<void> {
    await new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => {
        this.#output.add(chunk)
        if (this.#output.totalBytes < FAST_BYTES) return
        stream.pause()
        setTimeout(() => stream.resume(), PAUSE_MS)
      })
      stream.once('close', resolve)
    })
  }
}
