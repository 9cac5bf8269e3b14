import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Program } from '../test/support/program.ts'
import { waitUntil } from '../test/support/wait-until.ts'

const COMMAND = fileURLToPath(new URL('../bin/bellbuoy', import.meta.url))
const STOP_LIMIT_MS = 5000

export interface Bellbuoy {
  readonly url: string
  /** Of the user `admin`. */
  readonly password: string
  /** What the registry shows when it posts its events. */
  readonly token: string
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
  const { PATH, HOME } = process.env
  const program = new Program({
    command: COMMAND,
    args: ['serve'],
    cwd: folder,
    env: {
      PATH,
      HOME,
      BELLBUOY_PORT: '0',
      BELLBUOY_DATABASE_URL: `sqlite:${join(folder, 'bellbuoy.db')}`,
      BELLBUOY_ADMIN_PASSWORD: password,
      BELLBUOY_SOURCE_TOKEN: token,
      BELLBUOY_REGISTRY_HOST: registryHost,
    },
  })
  running.use(program)
  // It ends what is under way first; were it to hang, it would be killed.
  running.defer(async () => {
    await Promise.race([program.kill('SIGTERM'), delay(STOP_LIMIT_MS)])
  })
  await waitUntil(() => program.exitCode !== undefined || servingUrl(program) !== null, {
    what: 'Bellbuoy serves',
    timeoutMs: 20_000,
  })
  const url = servingUrl(program)
  if (url === null) throw new Error(`Bellbuoy did not start:\n${program.output()}`)
  return { url, password, token }
}

/** Bellbuoy logs a JSON object a line; the first one says where it serves. */
function servingUrl(program: Program): string | null {
  return /^\{.*"url":"([^"]+)".*"msg":"serving"\}$/m.exec(program.stdout())?.[1] ?? null
}
