import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiClient, postEnvelope, type ApiAnswer, type ApiClient } from './api-client.ts'
import { Program } from '../program.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'

const ofProject = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))

export const adminPassword = 'Anchor-Chain-1'
export const sourceToken = 'test-source-token'

export interface BellbuoyOptions {
  /** The `bellbuoy` to run; without it, that of this project. */
  readonly command?: string
  /** Working and data folder, kept when the process ends; without it, a temporary one. */
  readonly dir?: string
  /** Comes on top of the settings that make it a server for tests; undefined takes one of them away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the process does; `serve` when left out. */
  readonly role?: 'serve' | 'worker'
  /** Comes after the role. */
  readonly args?: readonly string[]
  /** A command that sets the process up and becomes the one that follows it. */
  readonly within?: readonly string[]
  /** How long the start may take, for one that has much to migrate. */
  readonly startLimitMs?: number
}

/** The server ended before it served. */
export class BellbuoyExited extends Error {
  readonly exitCode: number | null
  readonly output: string

  constructor(exitCode: number | null, output: string) {
    super(`bellbuoy exited with ${String(exitCode)} before it served:\n${output}`)
    this.exitCode = exitCode
    this.output = output
  }
}

/** A running `bellbuoy serve` or `bellbuoy worker`, in a process of its own. */
export class BellbuoyProcess implements AsyncDisposable {
  readonly url: string
  readonly pid: number
  readonly dir: string
  /** Calls the API as `admin`. */
  readonly api: ApiClient
  readonly #program: Program
  readonly #owned: AsyncDisposableStack

  constructor(parts: { url: string; dir: string; program: Program; owned: AsyncDisposableStack }) {
    this.url = parts.url
    this.dir = parts.dir
    this.pid = parts.program.pid
    this.api = apiClient(parts.url, { user: 'admin', password: adminPassword })
    this.#program = parts.program
    this.#owned = parts.owned
  }

  /** Where a registry posts its events. */
  get notificationsUrl(): string {
    return `${this.url}/service/notifications`
  }

  /** Posts an envelope as a registry that knows the token. */
  async postEnvelope(envelope: unknown): Promise<ApiAnswer> {
    return postEnvelope(this.url, sourceToken, envelope)
  }

  /** All it wrote to stdout and stderr. */
  output(): string {
    return this.#program.output()
  }

  /** Sends a signal and does not wait. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#program.signal(signal)
  }

  /** Waits for the end and gives the exit code, null if the signal itself ended it. */
  async kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    return this.#program.kill(signal)
  }

  /** Its resident memory in bytes. Linux only. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8')
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
    if (kibibytes === undefined) throw new Error(`no VmRSS in: ${status}`)
    return Number(kibibytes) * 1024
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned[Symbol.asyncDispose]()
  }
}

/** Starts the server on a free port; resolves when it serves, rejects with `BellbuoyExited` if it ends before. */
export async function startBellbuoy({
  command = ofProject,
  dir,
  role = 'serve',
  env = {},
  args = [],
  within = [],
  startLimitMs = 20_000,
}: BellbuoyOptions = {}): Promise<BellbuoyProcess> {
  await using stack = new AsyncDisposableStack()
  const cwd = dir ?? stack.use(await temporaryFolder('server')).path
  const [first = command, ...others] = [...within, command, role, ...args]
  const program = stack.use(
    new Program({
      command: first,
      args: others,
      cwd,
      env: { ...inherited(), ...settings(cwd), ...env },
    }),
  )
  const url = await waitUntil(() => (program.exitCode === undefined ? servingUrl(program) : 'exited'), {
    what: 'bellbuoy serves',
    timeoutMs: startLimitMs,
  })
  if (program.exitCode !== undefined) throw new BellbuoyExited(program.exitCode, program.output())
  return new BellbuoyProcess({ url, dir: cwd, program, owned: stack.move() })
}

function settings(dir: string): Record<string, string> {
  return {
    BELLBUOY_HOST: '127.0.0.1',
    BELLBUOY_PORT: '0',
    BELLBUOY_DATABASE_URL: `sqlite:${join(dir, 'bellbuoy.db')}`,
    BELLBUOY_ADMIN_PASSWORD: adminPassword,
    BELLBUOY_SOURCE_TOKEN: sourceToken,
  }
}

/** Nothing of the caller's environment may change how the server behaves, but it must find node. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, NODE_V8_COVERAGE } = process.env
  return { PATH, HOME, TMPDIR, NODE_V8_COVERAGE }
}

/** The server logs one JSON object a line; the one that says where it serves has a `url`. */
function servingUrl(program: Program): string | undefined {
  for (const line of program.stdout().split('\n')) {
    try {
      const { url } = JSON.parse(line) as { url?: unknown }
      if (typeof url === 'string') return url
    } catch {
      // not a log line
    }
  }
  return undefined
}
