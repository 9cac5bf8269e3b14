import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface BellbuoyProcessOptions {
  /** On a real disk, for the log and an SQLite database. */
  readonly folder: string
  /** What an earlier process left there is used. */
  readonly databaseUrl: string
  readonly token: string
  readonly password: string
  /** 0 for a free one, unless said otherwise. */
  readonly port?: number
  /** By their names without `BELLBUOY_`. */
  readonly settings?: Readonly<Record<string, string>>
  /** True: Node's inspector listens, for `liveMemory`. */
  readonly isInspected?: boolean
}

const COMMAND = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 60_000
const LOOK_EVERY_MS = 10

/** `bellbuoy serve` in a process of its own; disposing ends it. */
export class BellbuoyProcess {
  readonly #process: ChildProcess
  readonly #log: string
  readonly #startedMs = performance.now()
  readonly #kill = (): void => void this.#process.kill('SIGKILL')

  constructor(options: BellbuoyProcessOptions) {
    this.#log = join(options.folder, 'bellbuoy.log')
    // Straight into a file: passing the log through a pipe would cost the benchmark time that the servers need.
    const log = openSync(this.#log, 'w')
    this.#process = spawn(COMMAND, ['serve'], {
      // In its own folder it finds no configuration file.
      cwd: options.folder,
      env: environment(options),
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    // A server in a process of its own outlives a program that ends before it has disposed of it.
    process.on('exit', this.#kill)
  }

  /** Resolves when it serves, to its URL and to how long that took. */
  async serving(): Promise<{ readonly url: string; readonly startMs: number }> {
    try {
      await once(this.#process, 'spawn')
      const url = await this.#loggedUrl()
      return { url, startMs: performance.now() - this.#startedMs }
    } catch (error) {
      throw new Error(`Bellbuoy did not start; its log ends with:\n${this.logTail()}`, { cause: error })
    }
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('Bellbuoy did not start')
    return this.#process.pid
  }

  get #hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  /** Where Node's inspector listens; null when it does not. */
  get inspectorUrl(): string | null {
    return /^Debugger listening on (ws:\S+)$/m.exec(readFileSync(this.#log, 'utf8'))?.[1] ?? null
  }

  /** The last lines of its log, which say why it failed. */
  logTail(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-20).join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.pid === undefined || this.#hasEnded) return
    const exit = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await Promise.race([exit, sleep(STOP_LIMIT_MS, undefined, { ref: false })])
    this.#kill()
    process.off('exit', this.#kill)
  }

  /** Waits for the log line that says at which URL it serves. */
  async #loggedUrl(): Promise<string> {
    const until = Date.now() + START_LIMIT_MS
    while (Date.now() < until && !this.#hasEnded) {
      for (const line of readFileSync(this.#log, 'utf8').split('\n')) {
        const url = urlIn(line)
        if (url !== undefined) return url
      }
      await sleep(LOOK_EVERY_MS)
    }
    throw new Error(this.#hasEnded ? 'it ended' : `no log line with a url in ${String(START_LIMIT_MS)} ms`)
  }
}

function environment({
  databaseUrl,
  token,
  password,
  isInspected,
  port = 0,
  settings = {},
}: BellbuoyProcessOptions): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('BELLBUOY_'))
  return {
    ...Object.fromEntries(others),
    NODE_ENV: 'production',
    ...(isInspected === true && { NODE_OPTIONS: '--inspect=127.0.0.1:0' }),
    BELLBUOY_HOST: '127.0.0.1',
    BELLBUOY_PORT: String(port),
    BELLBUOY_DATABASE_URL: databaseUrl,
    BELLBUOY_SECRET_KEY: 'a key for benchmarks',
    BELLBUOY_ADMIN_PASSWORD: password,
    BELLBUOY_SOURCE_TOKEN: token,
    BELLBUOY_LOG_LEVEL: 'info',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`BELLBUOY_${name}`, value])),
  }
}

function urlIn(line: string): string | undefined {
  try {
    const { url } = JSON.parse(line) as { url?: unknown }
    return typeof url === 'string' && url.startsWith('http:') ? url : undefined
  } catch {
    // What the first start prints for people is no JSON, and a line may be half written.
    return undefined
  }
}
