import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Run } from '../../../src/listen/runs/run.ts'
import { type Attempt, openHistory } from '../../../src/listen/store/history.ts'
import { runsFile } from '../../../src/listen/store/run-store.ts'
import { Program } from '../program.ts'
import { waitUntil } from '../wait-until.ts'

const command = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))
const execute = promisify(execFile)

export interface ListenStart {
  /** Working folder; the data folder is in it. */
  readonly dir: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A command that sets the process up and becomes the one that follows it. */
  readonly within?: readonly string[]
}

export interface ListenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    readonly runs?: readonly { id: number; rule: string }[]
    readonly error?: string
  } & Record<string, unknown>
}

export interface Posting {
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly id?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
}

export type ShownRun = Omit<Run, 'attempts'> & { readonly attempts: readonly Attempt[] }

/** A running `bellbuoy listen`, in a process of its own. */
export class ListenProcess implements AsyncDisposable {
  readonly url: string
  readonly dir: string
  readonly #program: Program

  constructor(url: string, dir: string, program: Program) {
    this.url = url
    this.dir = dir
    this.#program = program
  }

  get pid(): number {
    return this.#program.pid
  }

  /** Undefined as long as it runs. */
  get exitCode(): number | null | undefined {
    return this.#program.exitCode
  }

  output(): string {
    return this.#program.output()
  }

  async post({ body = '{}', id, headers = {}, path = '/' }: Posting = {}): Promise<ListenAnswer> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(id !== undefined && { 'webhook-id': id }),
        ...headers,
      },
    })
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as ListenAnswer['body'],
    }
  }

  /** Posts a webhook that must start one run, and gives its number. */
  async accepted(posting: Posting): Promise<number> {
    const { status, body } = await this.post(posting)
    const [run] = body.runs ?? []
    if (status !== 202 || run === undefined)
      throw new Error(`not accepted: ${status} ${JSON.stringify(body)}`)
    return run.id
  }

  /** What `bellbuoy listen log` shows, read beside the listener as it does; rejects while there is no such run. */
  async log(run: number): Promise<ShownRun> {
    using history = openHistory(runsFile(join(this.dir, 'data/listen')))
    const found = history.find(run)
    if (found === null) throw new Error(`there is no run ${run}`)
    return await Promise.resolve({ ...found, attempts: history.attempts(run) })
  }

  /** Waits until the run has ended. */
  async ended(run: number): Promise<ShownRun> {
    return waitUntil(
      async () => {
        const shown = await this.log(run)
        return shown.endedAtMs !== null && shown
      },
      { what: `run ${run} has ended`, timeoutMs: 30_000, intervalMs: 50 },
    )
  }

  async command(...args: readonly string[]): Promise<CommandOutput> {
    return listenCommand(this.dir, ...args)
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    return this.#program.kill(signal)
  }

  signal(signal: NodeJS.Signals): void {
    this.#program.signal(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]()
  }
}

/** Starts the listener on a free port; rejects with its output when it ends before it listens. */
export async function startListen({ args, ...start }: ListenStart): Promise<ListenProcess> {
  const program = listenProgram({ ...start, args: ['--port', '0', ...args] })
  try {
    const url = await waitUntil(
      () => {
        const [, found] = /"url":"([^"]+)"/.exec(program.stdout()) ?? []
        return found ?? (program.exitCode === undefined ? null : 'ended')
      },
      { what: 'the listener listens', timeoutMs: 60_000 },
    )
    if (url === 'ended') throw new Error(`the listener ended: ${program.output()}`)
    return new ListenProcess(url, start.dir, program)
  } catch (error) {
    await program[Symbol.asyncDispose]()
    throw error
  }
}

/** The command as a child process, whatever becomes of it. */
export function listenProgram({ dir, args, env = {}, within = [] }: ListenStart): Program {
  const [first = command, ...others] = [...within, command, 'listen', ...args]
  return new Program({ command: first, args: others, cwd: dir, env: { ...inherited(), ...env } })
}

export interface CommandOutput {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** Runs a command below `bellbuoy listen` to its end. */
export async function listenCommand(dir: string, ...args: readonly string[]): Promise<CommandOutput> {
  try {
    const { stdout, stderr } = await execute(command, ['listen', ...args], {
      cwd: dir,
      env: inherited(),
      maxBuffer: 64 * 1024 ** 2,
    })
    return { stdout, stderr, exitCode: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    return { stdout, stderr, exitCode: code }
  }
}

/** Writes an executable shell script into a folder and gives its path. */
export async function script(dir: string, text: string, name = 'hook.sh'): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
  return path
}

function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR, NODE_V8_COVERAGE } = process.env
  return {
    PATH,
    HOME,
    ...(TMPDIR !== undefined && { TMPDIR }),
    ...(NODE_V8_COVERAGE !== undefined && { NODE_V8_COVERAGE }),
  }
}
