import type { Pool } from 'undici'
import { earlyEndOf } from '../../net/watched-connect.ts'
import { type ExchangeRequest, type ExchangeResult, exchange } from './exchange.ts'

/** Who is at the other end, over connections that are kept or over one that is new. */
export interface Peer {
  readonly kept: Pool
  /** Whoever opens it closes it. */
  readonly openFresh: () => Pool
}

export interface RepeatedResult extends ExchangeResult {
  /** Whether this is what came of a second sending; the first had met a connection that was about to be closed. */
  readonly isRepeated: boolean
}

/**
 * Makes one POST, over a connection that is kept if there is one. A receiver may close such a connection at any time, also
 * in the moment in which a request goes out (RFC 9112, section 9.3.1): then the request is sent once more, at once, over a
 * fresh one, within what is left of its time. Never rejects.
 *
 * @param isSafe whether the receiver can tell a repeat from a second request. If not, only what the receiver cannot have
 *   got whole is sent again (RFC 9110, section 9.2.2)
 */
export async function repeatedExchange(
  { kept, openFresh }: Peer,
  request: ExchangeRequest,
  { isSafe }: { readonly isSafe: boolean },
): Promise<RepeatedResult> {
  const began = performance.now()
  const first = await exchange(kept, request)
  const end = first.error === null ? null : earlyEndOf(first.error)
  const leftMs = request.timeoutMs - (performance.now() - began)
  const isToRepeat = end !== null && end.wasReused && (isSafe || !end.wasWritten) && leftMs > 0
  if (!isToRepeat) return { ...first, isRepeated: false }
  const fresh = openFresh()
  try {
    return { ...(await exchange(fresh, { ...request, timeoutMs: leftMs })), isRepeated: true }
  } finally {
    void fresh.close()
  }
}
