import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '../../client/client.ts'
import { StartedProgram } from './started-program.ts'
import { waitUntil } from './wait-until.ts'

const COMMAND = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))

export interface Bellbuoy {
  readonly url: string
  /** Of the user `admin`. */
  readonly password: string
  /** What the registry shows when it posts its events. */
  readonly token: string
  /** Calls the API as `admin`. */
  readonly client: Client
}

export interface BellbuoyOptions {
  readonly folder: string
  /** `host:port` that the registry's images are pulled from. */
  readonly registryHost: string
}

/** Runs `bellbuoy serve` on a free port, with its database in a folder of its own; it ends with `running`. */
export async function startBellbuoy(
  { folder, registryHost }: BellbuoyOptions,
  running: AsyncDisposableStack,
): Promise<Bellbuoy> {
  const password = randomBytes(9).toString('base64url')
  const token = randomBytes(18).toString('base64url')
  const env = {
    BELLBUOY_PORT: '0',
    BELLBUOY_DATABASE_URL: `sqlite:${join(folder, 'bellbuoy.db')}`,
    BELLBUOY_ADMIN_PASSWORD: password,
    BELLBUOY_SOURCE_TOKEN: token,
    BELLBUOY_REGISTRY_HOST: registryHost,
  }
  const program = running.use(new StartedProgram(COMMAND, ['serve'], { cwd: folder, env }))
  await waitUntil('Bellbuoy to start', () => program.hasEnded || servingUrl(program) !== null || null)
  const url = servingUrl(program)
  if (url === null) throw new Error(`Bellbuoy did not start:\n${program.output()}`)
  return { url, password, token, client: createClient({ url, credentials: { user: 'admin', password } }) }
}

/** Bellbuoy logs a JSON object a line; the first one says where it serves. */
function servingUrl(program: StartedProgram): string | null {
  return /^\{.*"url":"([^"]+)".*"msg":"serving"\}$/m.exec(program.stdout())?.[1] ?? null
}
