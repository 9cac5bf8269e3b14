import { Pool } from 'undici'
import type { AddressGuard } from '../../domain/address-guard.ts'
import { MAX_ATTEMPTS_AT_A_TIME, type Target } from '../../domain/target.ts'
import { guardedConnect } from './guarded-connect.ts'

const KEEP_ALIVE_MS = 30_000
const MAX_POOLS = 1000

interface Entry {
  readonly key: string
  readonly pool: Pool
}

/** Keep-alive connections, a pool for each target. */
export class ConnectionPools implements AsyncDisposable {
  readonly #guard: AddressGuard
  readonly #timeoutMs: number
  /** In the order of last use. */
  readonly #entries = new Map<number, Entry>()

  constructor(guard: AddressGuard, timeoutMs: number) {
    this.#guard = guard
    this.#timeoutMs = timeoutMs
  }

  /** The pool of a target; a new one when the target has moved or trusts otherwise than before. */
  poolOf(target: Pick<Target, 'id' | 'skipCertVerify'>, origin: string): Pool {
    const key = `${origin} ${target.skipCertVerify}`
    const known = this.#entries.get(target.id)
    if (known?.key === key) {
      this.#entries.delete(target.id)
      this.#entries.set(target.id, known)
      return known.pool
    }
    this.#forget(target.id)
    const pool = this.#open(origin, target.skipCertVerify)
    this.#entries.set(target.id, { key, pool })
    this.#evict()
    return pool
  }

  /** Lets the requests under way end, then closes the target's connections. */
  #forget(targetId: number): void {
    const entry = this.#entries.get(targetId)
    if (entry === undefined) return
    this.#entries.delete(targetId)
    void entry.pool.close()
  }

  #open(origin: string, skipCertVerify: boolean): Pool {
    return new Pool(origin, {
      // As many as a lane uses, so that no attempt spends its time waiting for a connection of another.
      connections: MAX_ATTEMPTS_AT_A_TIME,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // One deadline over the whole exchange replaces them.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: guardedConnect(this.#guard, { skipCertVerify, timeoutMs: this.#timeoutMs }),
    })
  }

  #evict(): void {
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_POOLS && oldest !== undefined) this.#forget(oldest)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    await Promise.all(entries.map(({ pool }) => pool.destroy()))
  }
}
