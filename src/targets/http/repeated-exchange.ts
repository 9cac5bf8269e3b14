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
  /** There when this is what came of a second sending; the first had met a connection that was about to be closed. */
  readonly isRepeated?: true
}

/** Whether the receiver can tell a repeat from a second request. */
interface Repeating {
  readonly isSafe: boolean
}

/**
 * Makes one POST, over a connection that is kept if there is one. A receiver may close such a connection at any time, also
 * in the moment in which a request goes out (RFC 9112, section 9.3.1): then the request is sent once more, at once, over a
 * fresh one, within what is left of its time. Where a repeat would be a second request to the receiver, only what it cannot
 * have got whole is sent again (RFC 9110, section 9.2.2). Never rejects.
 */
export function repeatedExchange(
  peer: Peer,
  request: ExchangeRequest,
  repeating: Repeating,
): Promise<RepeatedResult> {
  const began = performance.now()
  return exchange(peer.kept, request).then((first) => {
    if (first.error === null || !isToRepeat(first.error, repeating)) return first
    const leftMs = request.timeoutMs - (performance.now() - began)
    return leftMs <= 0 ? first : repeat(peer, { ...request, timeoutMs: leftMs })
  })
}

function isToRepeat(error: Error, { isSafe }: Repeating): boolean {
  const end = earlyEndOf(error)
  return end !== null && end.wasReused && (isSafe || !end.wasWritten)
}

async function repeat({ openFresh }: Peer, request: ExchangeRequest): Promise<RepeatedResult> {
  const fresh = openFresh()
  try {
    return { ...(await exchange(fresh, request)), isRepeated: true }
  } finally {
    void fresh.close()
  }
}
