import { type ChildProcess, spawn } from 'node:child_process'
import { Readable, type Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { BoundedOutput } from './bounded-output.ts'
import type { CommandEnd, CommandStart, EndReason } from './launch-order.ts'
import { endGroup, groupName } from './process-group.ts'

/**
 * Waits for a line on descriptor 3 and becomes the command. When the line does not come, since the listener is gone, it ends.
 * Arguments are arguments here: nothing of them is read as shell.
 */
const GATE = 'read -r go <&3 && exec "$@" 3<&-'
/** What a process that left its group still writes is not waited for. */
const LAST_OUTPUT_MS = 200
/** Beyond this, output is read slowly: a command that writes without end must take little from others. */
const FAST_BYTES = 16 * 1024 ** 2
const PAUSE_MS = 10

/** One command in a group of processes of its own, from the process that waits at the gate to the end of the whole group. */
export class LaunchedCommand {
  /** Settles when the command and everything in its group has ended. Never rejects. */
  readonly ended: Promise<CommandEnd>
  readonly #start: CommandStart
  readonly #process: ChildProcess
  readonly #output = new BoundedOutput()
  #startedAtMs: number | null = null
  #isOverTime = false
  #endedFor: EndReason | null = null
  #isEnding = false

  constructor(start: CommandStart) {
    this.#start = start
    this.#process = startGate(start)
    this.ended = this.#watch()
  }

  /** False when the system could not start the process: then `ended` says why. */
  get isThere(): boolean {
    return this.#process.pid !== undefined
  }

  /** See `groupName`. */
  get group(): string | null {
    return this.#process.pid === undefined ? null : groupName(this.#process.pid)
  }

  /** Lets the command run. */
  go(): void {
    this.#startedAtMs = performance.now()
    const [input, , , gate] = this.#process.stdio as unknown as Writable[]
    gate?.end('go\n')
    input?.end(this.#start.body)
  }

  /** Ends the whole group: SIGTERM, and after the grace SIGKILL. */
  endFor(why: EndReason): void {
    this.#endedFor ??= why
    this.#end()
  }

  #end(): void {
    if (this.#isEnding || this.#process.pid === undefined) return
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
    const exit = await exitOf(this.#process)
    clearTimeout(limit)
    const durationMs = this.#startedAtMs === null ? 0 : performance.now() - this.#startedAtMs
    // What the command left behind in its group ends with it.
    if (this.#process.pid !== undefined) await endGroup(this.#process.pid)
    await Promise.race([closed, delay(LAST_OUTPUT_MS)])
    for (const stream of this.#process.stdio) stream?.destroy()
    return {
      ...exit,
      isOverTime: this.#isOverTime,
      endedFor: this.#endedFor,
      durationMs,
      output: this.#output.text(),
    }
  }

  /** Reads both outputs as they come. Resolves when no process has them open any more. */
  async #collect(): Promise<void> {
    const { stdio } = this.#process
    // A command that does not read its input, or closes it, is no fault; nor is one that was ended before it began.
    for (const stream of stdio) stream?.on('error', () => undefined)
    await Promise.all([stdio[1], stdio[2]].map((stream) => this.#read(stream)))
  }

  async #read(stream: Stdio): Promise<void> {
    if (!(stream instanceof Readable)) return
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

type Stdio = ChildProcess['stdio'][number]

function startGate({ command, environment, workingFolder, uid, gid }: CommandStart): ChildProcess {
  return spawn('/bin/sh', ['-c', GATE, 'sh', ...command], {
    env: { ...environment },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    ...(workingFolder !== null && { cwd: workingFolder }),
    ...(uid !== null && { uid }),
    ...(gid !== null && { gid }),
  })
}

function exitOf(process: ChildProcess): Promise<Pick<CommandEnd, 'exitCode' | 'signal' | 'fault'>> {
  return new Promise((resolve) => {
    process.once('error', ({ message }) => resolve({ exitCode: null, signal: null, fault: message }))
    process.once('exit', (exitCode, signal) => resolve({ exitCode, signal, fault: null }))
  })
}
