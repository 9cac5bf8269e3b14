import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyOptions, type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import {
  type PostgresDatabase,
  databaseOnServer,
  postgresDatabase,
} from '../support/postgres/postgres-databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const METRICS_TOKEN = 'a-token-of-tests'

/** What a process does: everything, all but deliveries, or deliveries alone. */
export type Role = 'all' | 'no deliveries' | 'worker'

const OPTIONS: Readonly<Record<Role, BellbuoyOptions>> = {
  all: {},
  'no deliveries': { args: ['--no-deliver'] },
  worker: { role: 'worker' },
}

/** Processes on one PostgreSQL database. */
export class Nodes implements AsyncDisposable {
  readonly database: PostgresDatabase
  readonly #dir: string
  readonly #env: Readonly<Record<string, string>>
  readonly #owned: AsyncDisposableStack

  constructor(parts: { database: PostgresDatabase; dir: string; env: object; owned: AsyncDisposableStack }) {
    this.database = parts.database
    this.#dir = parts.dir
    this.#env = parts.env as Readonly<Record<string, string>>
    this.#owned = parts.owned
  }

  /** Starts one more. */
  async start(role: Role = 'all', env: Readonly<Record<string, string>> = {}): Promise<BellbuoyProcess> {
    const started = await startBellbuoy({
      ...OPTIONS[role],
      dir: this.#dir,
      // A step of the tables may have to wait for other processes.
      startLimitMs: 60_000,
      env: {
        BELLBUOY_DATABASE_URL: this.database.url,
        BELLBUOY_SECRET_KEY: 'a key for tests',
        BELLBUOY_METRICS_TOKEN: METRICS_TOKEN,
        ...this.#env,
        ...env,
      },
    })
    return this.#owned.use(started)
  }

  /** Holds the loss account against what is stored. */
  async expectBalanced(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await expectBalanced(this.#dir, this.database.url, env)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned[Symbol.asyncDispose]()
  }
}

/** A database for several processes, all with these settings. */
export async function openNodes(env: Readonly<Record<string, string>> = {}): Promise<Nodes> {
  return nodesOn(await postgresDatabase(), env)
}

/** The same on a server of its own, which lives in a folder. */
export async function openNodesOnServer(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Nodes> {
  return nodesOn(await databaseOnServer(folder), env)
}

async function nodesOn(database: PostgresDatabase, env: Readonly<Record<string, string>>): Promise<Nodes> {
  await using stack = new AsyncDisposableStack()
  stack.use(database)
  const { path: dir } = stack.use(await temporaryFolder('nodes'))
  return new Nodes({ database, dir, env, owned: stack.move() })
}
