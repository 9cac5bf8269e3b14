import type { PoolClient } from 'pg'
import type { Clock } from '../../../domain/clock.ts'
import { faultToError } from '../postgres-fault.ts'
import { ReconnectingPool } from '../reconnecting-pool.ts'
import type { ServerAddress } from '../server-address.ts'

/** The channel of PostgreSQL's notifications; each database has its own. */
const CHANNEL = 'bellbuoy'
/** A server that is gone without a word is given up after this time. */
const ANSWER_TIMEOUT_MS = 10_000

export interface HintConnectionParts {
  readonly address: ServerAddress
  readonly clock: Pick<Clock, 'monotonic'>
  readonly onHint: (payload: string) => void
}

/**
 * The connection of a process on which it hears hints, and asks what it asks every second. It stays open, and is opened anew by the next
 * question after it was lost.
 */
export class HintConnection implements AsyncDisposable {
  readonly #pool: ReconnectingPool
  readonly #onHint: (payload: string) => void
  #client: Promise<PoolClient> | null = null

  constructor({ address, clock, onHint }: HintConnectionParts) {
    this.#pool = new ReconnectingPool({ address, purpose: 'hints', maxConnections: 1, clock })
    this.#onHint = onHint
  }

  /** @throws BellbuoyError `UNAVAILABLE` when the server does not answer */
  async ask<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const opening = (this.#client ??= this.#open())
    try {
      const client = await opening
      return (
        await client.query<Row>({ text, values: [...values], query_timeout: ANSWER_TIMEOUT_MS } as object as {
          text: string
        })
      ).rows
    } catch (error) {
      await this.#drop(opening)
      throw faultToError(error)
    }
  }

  async tell(payload: string): Promise<void> {
    await this.ask('select pg_notify($1, $2)', [CHANNEL, payload])
  }

  async #open(): Promise<PoolClient> {
    const client = await this.#pool.connect()
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) this.#onHint(payload)
    })
    await client.query(`listen ${CHANNEL}`).catch((error: unknown) => {
      client.release(true)
      throw error
    })
    return client
  }

  /** Closes a connection that failed, once for all who waited for it. */
  async #drop(opening: Promise<PoolClient>): Promise<void> {
    if (this.#client !== opening) return
    this.#client = null
    const client = await opening.catch(() => null)
    client?.release(true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#client !== null) await this.#drop(this.#client)
    await this.#pool[Symbol.asyncDispose]()
  }
}
