import type { Pool } from 'undici'
import { earlyEndOf } from '../../net/watched-connect.ts'
import { type ExchangeRequest, type ExchangeResult, exchange } from './exchange.ts'

/** A receiver, over its kept-alive connections or over a new one. */
export interface Peer {
  readonly kept: Pool
  /** The caller closes it. */
  readonly openFresh: () => Pool
}

export interface RepeatedResult extends ExchangeResult {
  /** Present when the request was sent twice, because the receiver closed the first connection. */
  readonly isRepeated?: true
}

/** Whether the receiver recognises a repeated request. */
interface Repeating {
  readonly isSafe: boolean
}

/**
 * Makes one request, over a kept-alive connection if there is one. The receiver may close such a connection just as a request
 * goes out (RFC 9112, section 9.3.1): then the request is sent once more, at once, over a new connection, in the time that
 * is left. If the receiver does not recognise a repeated request, it is sent again only if the first cannot have arrived
 * whole (RFC 9110, section 9.2.2). Never rejects.
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
