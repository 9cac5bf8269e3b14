import { MAX_ATTEMPTS_AT_A_TIME } from '../../src/domain/delivery/target-kind.ts'
import { Child } from '../processes/child.ts'
import type { Server } from './server.ts'

/** Starts a relay that sends each event to so many targets of the receiver, on as many connections as Bellbuoy has for them. */
export async function startRelay(receiverUrl: string, copies: number): Promise<Server> {
  const relay = new Child<string>('relay.ts', {
    RECEIVER_URL: receiverUrl,
    TARGET_CONNECTIONS: String(MAX_ATTEMPTS_AT_A_TIME),
    COPIES: String(copies),
  })
  return {
    name: 'relay',
    urls: [await relay.ready],
    pids: [relay.pid],
    copies,
    claims: () => Promise.resolve(null),
    inspectorUrl: null,
    database: null,
    logTail: () => '',
    [Symbol.asyncDispose]: async () => relay[Symbol.dispose](),
  }
}
