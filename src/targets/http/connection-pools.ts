import type { Pool } from 'undici'
import { MAX_ATTEMPTS_AT_A_TIME } from '../../domain/delivery/target-kind.ts'
import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { ConnectionSettings } from '../../net/connection-settings.ts'
import { openPool } from '../../net/open-pool.ts'
import { AccessTokens } from './access-tokens.ts'
import type { Peer } from './repeated-exchange.ts'
import type { Sending } from './sending.ts'

const MAX_POOLS = 1000

/** What a target's attempts share. */
export interface Connections {
  readonly peer: Peer
  /** Null when the target logs in without access tokens. */
  readonly tokens: AccessTokens | null
}

interface Entry extends Connections {
  readonly key: string
}

/** Keep-alive connections, a pool for each target. */
export class ConnectionPools implements AsyncDisposable {
  readonly #guard: AddressGuard
  /** In the order of last use. */
  readonly #entries = new Map<number, Entry>()

  constructor(guard: AddressGuard) {
    this.#guard = guard
  }

  /** The connections of a target; new ones when it has moved, or connects otherwise than before. */
  of(targetId: number, sending: Pick<Sending, 'key' | 'connection' | 'tokens'>): Connections {
    const known = this.#entries.get(targetId)
    if (known?.key === sending.key) {
      this.#entries.delete(targetId)
      this.#entries.set(targetId, known)
      return known
    }
    this.#forget(targetId)
    const { key, connection, tokens } = sending
    const entry = {
      key,
      peer: this.#peer(connection),
      tokens: tokens === null ? null : new AccessTokens(tokens, this.#peer(tokens.connection)),
    }
    this.#entries.set(targetId, entry)
    this.#evict()
    return entry
  }

  #peer(settings: ConnectionSettings): Peer {
    const open = (connections: number): Pool => openPool(this.#guard, settings, connections)
    // As many as a lane uses, so that no attempt spends its time waiting for a connection of another.
    return { kept: open(MAX_ATTEMPTS_AT_A_TIME), openFresh: () => open(1) }
  }

  /** Lets the requests under way end, then closes the target's connections. */
  #forget(targetId: number): void {
    const entry = this.#entries.get(targetId)
    if (entry === undefined) return
    this.#entries.delete(targetId)
    void entry.peer.kept.close()
    void entry.tokens?.peer.kept.close()
  }

  #evict(): void {
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_POOLS && oldest !== undefined) this.#forget(oldest)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    await Promise.all(
      entries.map(({ peer, tokens }) => Promise.all([peer.kept.destroy(), tokens?.peer.kept.destroy()])),
    )
  }
}
