import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../domain/clock.ts'
import type { RulesWatch } from '../../rules-watch.ts'
import type { ClockReading } from './database-clock.ts'
import { HintChannel } from './hint-channel.ts'
import { HintConnection } from './hint-connection.ts'
import { PRESENT_EVERY_MS, SAY_GONE, SAY_PRESENT } from './present-nodes.ts'
import type { ServerAddress } from '../server-address.ts'

const EVERY_MS = 1000

const SELECT = `select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as server_ms,
  (select value from setting where name = 'rules_revision') as revision`

export interface NodeWatchParts {
  readonly address: ServerAddress
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
  /** The newest step of the tables that this version knows. */
  readonly knows: string
}

/** What a process learns when it asks: the revision of the rules, and the time. */
export interface Reading {
  readonly revision: number
  readonly time: ClockReading
}

/**
 * Keeps a process up to date with the others on its database: every second, and as soon as another says that it has changed rules, it asks
 * for their revision and the server's time. Every few seconds it says that it is there.
 */
export class NodeWatch implements AsyncDisposable {
  readonly channel: HintChannel
  /** Of this process, among those on its database. */
  readonly name = randomUUID()
  readonly #knows: string
  readonly #connection: HintConnection
  readonly #clock: NodeWatchParts['clock']
  #rules: Pick<RulesWatch, 'seen'> | null = null
  #learn: (time: ClockReading) => void = () => undefined
  #asking: Promise<void> | null = null
  #isWanted = false
  #presentAt = -Infinity
  #cancelTimer: () => void = () => undefined
  #isClosed = false

  constructor({ address, clock, knows }: NodeWatchParts) {
    this.#clock = clock
    this.#knows = knows
    const onHint = (payload: string): void => this.channel.heard(payload)
    const connection = new HintConnection({ address, clock, onHint })
    this.#connection = connection
    this.channel = new HintChannel({ send: (payload) => connection.tell(payload), clock })
    this.channel.onHint(({ rules }) => {
      if (rules === true) this.#ask()
    })
  }

  /** @throws BellbuoyError `UNAVAILABLE` when the server does not answer */
  async read(): Promise<Reading> {
    const askedAt = this.#clock.monotonic()
    const [row] = await this.#connection.ask<{ server_ms: number; revision: string }>(SELECT)
    const answeredAt = this.#clock.monotonic()
    const time = { serverMs: row?.server_ms ?? 0, askedAt, answeredAt }
    return { time, revision: Number(row?.revision) }
  }

  /** Asks from now on. */
  start(rules: Pick<RulesWatch, 'seen'>, learn: (time: ClockReading) => void): void {
    this.#rules = rules
    this.#learn = learn
    this.#wait()
  }

  #wait(): void {
    if (this.#isClosed) return
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(EVERY_MS, () => {
      this.#ask()
      this.channel.tick()
    })
  }

  /** One question at a time; what was changed during one needs another. */
  #ask(): void {
    this.#isWanted = this.#asking !== null
    if (this.#isWanted || this.#isClosed) return
    this.#asking = this.#askOnce().finally(() => {
      this.#asking = null
      if (this.#isWanted) this.#ask()
      else this.#wait()
    })
  }

  async #askOnce(): Promise<void> {
    try {
      const { time, revision } = await this.read()
      await this.#sayPresent(time.answeredAt)
      this.#learn(time)
      this.#rules?.seen(revision)
    } catch {
      // While the server is away nothing is accepted or leased, and those who try say so.
    }
  }

  async #sayPresent(nowMs: number): Promise<void> {
    if (this.#isClosed || nowMs - this.#presentAt < PRESENT_EVERY_MS) return
    this.#presentAt = nowMs
    await this.#connection.ask(SAY_PRESENT, [this.name, this.#knows])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#cancelTimer()
    this.channel[Symbol.dispose]()
    // A row that stays counts as a process for a quarter of a minute.
    await this.#connection.ask(SAY_GONE, [this.name]).catch(() => undefined)
    await this.#connection[Symbol.asyncDispose]()
    await this.#asking
  }
}
