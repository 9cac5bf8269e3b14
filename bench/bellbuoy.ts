import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { PROJECT } from './envelope.ts'

export interface BellbuoyOptions {
  /** An empty folder on a real disk, for the database and the log. */
  readonly folder: string
  readonly receiverUrl: string
  readonly token: string
}

const COMMAND = fileURLToPath(new URL('../bin/bellbuoy', import.meta.url))
const PASSWORD = 'bench-Admin-1'
const START_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 10_000

/** A Bellbuoy in a process of its own; disposing ends it. */
export class Bellbuoy {
  readonly #options: BellbuoyOptions
  readonly #process: ChildProcess
  readonly #log: string

  constructor(options: BellbuoyOptions) {
    this.#options = options
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
  }

  /** Resolves to its URL when it serves and has a project whose one policy sends pushes to the receiver. */
  async ready(): Promise<string> {
    try {
      await once(this.#process, 'spawn')
      const url = await this.#serving()
      await createPolicy(url, this.#options.receiverUrl)
      return url
    } catch (error) {
      throw new Error(`Bellbuoy did not start; its log ends with:\n${this.logTail()}`, { cause: error })
    }
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('Bellbuoy did not start')
    return this.#process.pid
  }

  get #ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  /** The last lines of its log, which say why it failed. */
  logTail(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-20).join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.pid === undefined || this.#ended) return
    const exit = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await Promise.race([exit, sleep(STOP_LIMIT_MS, undefined, { ref: false })])
    this.#process.kill('SIGKILL')
  }

  /** Waits for the log line that says at which URL it serves. */
  async #serving(): Promise<string> {
    const until = Date.now() + START_LIMIT_MS
    while (Date.now() < until && !this.#ended) {
      for (const line of readFileSync(this.#log, 'utf8').split('\n')) {
        const url = urlIn(line)
        if (url !== undefined) return url
      }
      await sleep(50)
    }
    throw new Error(this.#ended ? 'it ended' : `no log line with a url in ${String(START_LIMIT_MS)} ms`)
  }
}

function environment(options: BellbuoyOptions): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('BELLBUOY_'))
  return {
    ...Object.fromEntries(others),
    NODE_ENV: 'production',
    BELLBUOY_HOST: '127.0.0.1',
    BELLBUOY_PORT: '0',
    BELLBUOY_DATABASE_URL: `sqlite:${join(options.folder, 'bellbuoy.db')}`,
    BELLBUOY_ADMIN_PASSWORD: PASSWORD,
    BELLBUOY_SOURCE_TOKEN: options.token,
    BELLBUOY_LOG_LEVEL: 'info',
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

async function createPolicy(url: string, address: string): Promise<void> {
  await create(`${url}/api/v2.0/projects`, { project_name: PROJECT })
  await create(`${url}/api/v2.0/projects/${PROJECT}/webhook/policies`, {
    name: 'bench',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address, payload_format: 'Default' }],
  })
}

async function create(url: string, body: object): Promise<void> {
  const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (answer.status !== 201)
    throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`)
}
