import { freePort } from '../../support/free-port.ts'
import { answering, closes, meeting, resets, saysAndCloses, saysAndResets, silent } from './scripts.ts'
import { type Family, type Misbehaving, fails, failsBefore } from './way.ts'

const BROKE = 'the connection broke before the answer: …'

export const TCP_WAYS: Family = {
  name: 'The connection',
  ways: [
    {
      does: 'does not listen',
      start: startNothing,
      ends: [failsBefore('connect', 'no connection: …ECONNREFUSED…')],
    },
    {
      does: 'closes each connection as soon as it is there',
      start: meeting((socket) => void socket.destroy()),
      ends: [failsBefore('closed', BROKE)],
    },
    {
      does: 'resets each connection as soon as it is there',
      start: meeting((socket) => void socket.resetAndDestroy()),
      ends: [failsBefore('closed', BROKE)],
    },
    {
      does: 'ends its side of each connection at once and goes on reading',
      start: meeting((socket) => void socket.end()),
      ends: [fails('closed', BROKE, { arrives: 'perhaps' })],
    },
    {
      does: 'accepts connections and reads nothing',
      start: meeting((socket) => void socket.pause()),
      keepsConnections: true,
      ends: [failsBefore('timeout', 'no answer within 1000 ms')],
    },
    {
      does: 'reads the request and says nothing',
      start: answering(silent),
      ends: [fails('timeout', 'no answer within 1000 ms')],
    },
    {
      does: 'closes at the first byte of the request',
      start: meeting((socket) => void socket.prependOnceListener('data', () => socket.destroy())),
      ends: [fails('closed', BROKE, { arrives: 'perhaps' })],
    },
    {
      does: 'resets at the first byte of the request',
      start: meeting((socket) => void socket.prependOnceListener('data', () => socket.resetAndDestroy())),
      ends: [fails('closed', BROKE, { arrives: 'perhaps' })],
    },
    { does: 'reads the request and closes', start: answering(closes), ends: [fails('closed', BROKE)] },
    { does: 'reads the request and resets', start: answering(resets), ends: [fails('closed', BROKE)] },
    {
      does: 'closes in the middle of the status line',
      start: answering(saysAndCloses('HTTP/1.1 2')),
      ends: [fails('closed', BROKE)],
    },
    {
      does: 'closes in the middle of the headers',
      start: answering(saysAndCloses('HTTP/1.1 200 OK\r\ncontent-ty')),
      ends: [fails('closed', BROKE)],
    },
    {
      does: 'resets in the middle of the headers',
      start: answering(saysAndResets('HTTP/1.1 200 OK\r\ncontent-ty')),
      ends: [fails('closed', BROKE)],
    },
  ],
}

async function startNothing(): Promise<Misbehaving> {
  const origin = `http://127.0.0.1:${await freePort()}`
  return {
    url: (path = '/') => `${origin}${path}`,
    requests: [],
    openConnections: () => 0,
    [Symbol.asyncDispose]: async () => undefined,
  }
}
