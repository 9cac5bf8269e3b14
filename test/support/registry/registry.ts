import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { request } from 'undici'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { registryConfig, type RegistryConfigOptions } from './registry-config.ts'
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'

const startAttempts = 5

interface DebugVars {
  readonly registry: {
    readonly notifications: {
      readonly endpoints: readonly { readonly Metrics: { readonly Pending: number } }[]
    }
  }
}

/** A running CNCF Distribution registry. */
export class Registry implements AsyncDisposable {
  /** `127.0.0.1:PORT`, the first part of an image's name. */
  readonly host: string
  readonly #debugPort: number | undefined
  readonly #folder: TemporaryFolder
  #program: Program

  constructor(parts: { host: string; debugPort?: number; folder: TemporaryFolder; program: Program }) {
    this.host = parts.host
    this.#debugPort = parts.debugPort
    this.#folder = parts.folder
    this.#program = parts.program
  }

  /** The registry's own log since its last start. */
  log(): string {
    return this.#program.output()
  }

  /** A line for each request that it has answered since its last start, if it has `accessLog`. */
  accessLog(): string {
    return this.#program.stdout()
  }

  /** Events that it has not yet reported, if it has a `debugPort`. */
  async unreported(): Promise<number> {
    const { body } = await request(`http://127.0.0.1:${this.#debugPort}/debug/vars`)
    const { registry } = (await body.json()) as DebugVars
    return registry.notifications.endpoints.reduce((sum, { Metrics }) => sum + Metrics.Pending, 0)
  }

  /** Kills it and starts it with the same port and storage. Events it had not yet sent are lost, as in life. */
  async restart(): Promise<void> {
    await this.#program.kill('SIGKILL')
    this.#program = serve(this.#folder.path)
    await waitUntilServing(this.#program, this.host)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]()
    await this.#folder[Symbol.asyncDispose]()
  }
}

/**
 * Starts this machine's `docker-registry` on a free port, with everything it keeps in a temporary folder.
 * Without `htpasswd` it lets everyone in and names nobody in its events. Rejects with its log if it cannot serve.
 */
export async function startRegistry(options: RegistryConfigOptions = {}): Promise<Registry> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('registry'))
  await writeFile(join(folder.path, 'htpasswd'), await htpasswd(options.htpasswd ?? {}))
  for (let attempt = 1; ; attempt++) {
    const host = `127.0.0.1:${options.port ?? (await freePort())}`
    await writeFile(join(folder.path, 'config.yml'), registryConfig(folder.path, host, options))
    const program = stack.use(serve(folder.path))
    try {
      await waitUntilServing(program, host)
      stack.move()
      const { debugPort } = options
      return new Registry({ host, folder, program, ...(debugPort !== undefined && { debugPort }) })
    } catch (error) {
      const taken = program.output().includes('address already in use')
      if (!taken || attempt === startAttempts) throw error
    }
  }
}

function serve(folder: string): Program {
  const { PATH } = process.env
  return new Program({
    command: 'docker-registry',
    args: ['serve', 'config.yml'],
    cwd: folder,
    env: { PATH },
  })
}

async function waitUntilServing(program: Program, host: string): Promise<void> {
  await waitUntil(async () => program.exitCode !== undefined || (await answers(host)), {
    what: `registry on ${host} serves`,
    timeoutMs: 10_000,
  })
  if (program.exitCode !== undefined) throw new Error(`the registry did not start: ${program.output()}`)
}

async function answers(host: string): Promise<boolean> {
  const { statusCode, body } = await request(`http://${host}/v2/`)
  await body.dump()
  return statusCode === 200 || statusCode === 401
}

/** Lines for an htpasswd file; the registry knows bcrypt only. */
async function htpasswd(users: Readonly<Record<string, string>>): Promise<string> {
  const lines = Object.entries(users).map(async ([user, password]) => {
    const { stdout } = await promisify(execFile)('htpasswd', ['-Bbn', user, password])
    return stdout.trim()
  })
  return (await Promise.all(lines)).join('\n')
}
