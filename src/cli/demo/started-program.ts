import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const END_LIMIT_MS = 5000

/** A program of the demo, whose output is kept. When disposed it ends what is under way; one that hangs is killed. */
export class StartedProgram implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #stdout = ''
  #output = ''

  constructor(
    command: string,
    args: readonly string[],
    { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
  ) {
    const { PATH, HOME } = process.env
    this.#child = spawn(command, args, {
      cwd,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#output += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    this.#child.on('error', (error) => (this.#output += error.message))
    this.#ended = once(this.#child, 'close').catch(() => undefined)
  }

  get hasEnded(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  stdout(): string {
    return this.#stdout
  }

  output(): string {
    return this.#output
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasEnded) return
    this.#child.kill('SIGTERM')
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), END_LIMIT_MS)
    await this.#ended
    clearTimeout(limit)
  }
}

export function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
