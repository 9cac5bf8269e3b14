import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

export interface ProgramOptions {
  readonly command: string
  readonly args?: readonly string[]
  /** The whole environment; nothing is inherited. */
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** What it reads on standard input to the end; without it there is nothing to read. */
  readonly input?: string
}

const running = new Set<Program>()
process.once('exit', () => {
  for (const program of running) program.signal('SIGKILL')
})

/**
 * A child process whose output is collected. It dies with the test: when disposed, or at the latest when the
 * test's own process ends.
 */
export class Program implements AsyncDisposable {
  /**
   * Settles when the process has ended and all its output is read: its exit code, null if a signal
   * ended it, negative if it could not be started.
   */
  readonly exited: Promise<number | null>
  /** The same as a value: undefined as long as it runs. */
  exitCode: number | null | undefined
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #stdout = ''
  #stderr = ''
  #output = ''

  constructor({ command, args = [], env, cwd, input = '' }: ProgramOptions) {
    this.#child = spawn(command, args, { cwd, env, stdio: 'pipe' })
    // It may end without having read all of it.
    this.#child.stdin.on('error', () => undefined).end(input)
    running.add(this)
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#output += text
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#output += text
    })
    this.#child.on('error', (error) => {
      this.#output += String(error)
    })
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        running.delete(this)
        this.exitCode = code
        resolve(code)
      })
    })
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`the program did not start: ${this.#output}`)
    return this.#child.pid
  }

  /** What it wrote to stdout so far. */
  stdout(): string {
    return this.#stdout
  }

  /** What it wrote to stderr so far. */
  stderr(): string {
    return this.#stderr
  }

  /** What it wrote to stdout and stderr so far, in the order of arrival. */
  output(): string {
    return this.#output
  }

  /** Sends the signal and does not wait. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Sends the signal and waits for the end: the exit code, null if the signal ended it. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.signal(signal)
    return this.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGKILL')
  }
}
