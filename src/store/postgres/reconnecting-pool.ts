import { Client, type ClientBase, type ClientConfig, Pool, type PoolClient } from 'pg'
import type { Clock } from '../../domain/clock.ts'
import type { PoolUse } from '../../domain/store.ts'
import { ALWAYS, setForConnection } from './connection-settings.ts'
import { faultToError } from './postgres-fault.ts'
import type { Server, ServerAddress } from './server-address.ts'
import { valueTypes } from './value-types.ts'

export interface PoolOptions {
  readonly address: ServerAddress
  /** What its connections are for; the server shows it where it lists them. */
  readonly purpose: string
  readonly maxConnections: number
  /** `ALWAYS` unless said otherwise. */
  readonly settings?: Readonly<Record<string, string>>
  /** Statements follow each other without waiting for answers. */
  readonly pipeline?: boolean
  readonly clock: Pick<Clock, 'monotonic'>
}

const CONNECT_TIMEOUT_MS = 10_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5000

/**
 * A bounded pool of connections to the primary among the servers of a database. After a connection could not be opened, others are not tried
 * for a while that grows from 100 ms to 5 s: callers are refused at once, and a server that comes back is not met by a crowd.
 */
export class ReconnectingPool implements AsyncDisposable {
  readonly settings: Readonly<Record<string, string>>
  readonly #pool: Pool
  readonly #purpose: string
  readonly #clock: Pick<Clock, 'monotonic'>
  /** Those of the address; the first is the one that connections are opened to. */
  readonly #servers: Server[]
  #isBehindPooler = false
  #refusal: { readonly error: unknown; readonly untilMs: number; readonly waitMs: number } | null = null

  constructor({ address, purpose, maxConnections, settings = ALWAYS, pipeline = false, clock }: PoolOptions) {
    this.#purpose = purpose
    this.#clock = clock
    this.settings = settings
    const { others, ...first } = address
    const servers = [first, ...others]
    this.#servers = servers
    const config = {
      ...first,
      application_name: `bellbuoy ${purpose}`,
      max: maxConnections,
      pipeline,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      types: valueTypes,
      onConnect: async (client: ClientBase) => {
        this.#isBehindPooler = await isPooled(client)
        // A pooler hands each transaction to another connection of its own.
        if (!this.#isBehindPooler) await client.query(setForConnection(settings))
        if (servers.length > 1) await assertPrimary(client)
      },
      Client: class extends Client {
        constructor(options?: ClientConfig) {
          super({ ...options, ...servers[0] })
        }
      },
    }
    this.#pool = new Pool(config)
    // An idle connection that is lost is taken out of the pool; the next caller who needs one opens it.
    this.#pool.on('error', () => undefined)
    // Of one that is in use, its statements fail.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** @throws BellbuoyError `UNAVAILABLE` when the server cannot be reached, or no connection is free in time */
  async connect(): Promise<PoolClient> {
    const refusal = this.#refusal
    if (refusal !== null && this.#clock.monotonic() < refusal.untilMs) throw refusal.error
    for (let tries = 1; ; tries++) {
      const [server] = this.#servers
      try {
        const client = await this.#pool.connect()
        this.#refusal = null
        return client
      } catch (cause) {
        const error = faultToError(cause)
        // A pool that is busy says nothing of the server.
        if (this.#pool.totalCount >= this.#pool.options.max) throw error
        this.#leave(server)
        if (tries < this.#servers.length) continue
        this.#refuseFor(error, refusal?.waitMs)
        throw error
      }
    }
  }

  /** The next server is tried, unless another caller has left this one already. */
  #leave(server: Server | undefined): void {
    if (server !== undefined && this.#servers[0] === server) this.#servers.push(...this.#servers.splice(0, 1))
  }

  /** True: what is set or prepared on a connection holds for one transaction. Known once there was a connection. */
  get isBehindPooler(): boolean {
    return this.#isBehindPooler
  }

  get use(): PoolUse {
    const { totalCount, idleCount, waitingCount } = this.#pool
    return {
      pool: this.#purpose,
      inUse: totalCount - idleCount,
      idle: idleCount,
      waiting: waitingCount,
    }
  }

  get isClosed(): boolean {
    return this.#pool.ending
  }

  #refuseFor(error: unknown, lastWaitMs = FIRST_WAIT_MS / 2): void {
    const waitMs = Math.min(lastWaitMs * 2, LONGEST_WAIT_MS)
    this.#refusal = { error, waitMs, untilMs: this.#clock.monotonic() + waitMs }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end()
  }
}

/** @throws Error for a server that only follows another one */
async function assertPrimary(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ follows: number }>('select pg_is_in_recovery() as follows')
  if (rows[0]?.follows !== 0) throw new Error('the server is a standby')
}

/** A pooler names a process of its own where the server names the one that serves the connection. */
async function isPooled(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return 'processID' in client && rows[0]?.pid !== client.processID
}
