import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { OK } from '../../support/receivers/raw-receiver.ts'
import {
  answering,
  answeringWith,
  closes,
  meeting,
  ok,
  resets,
  says,
  saysAfter,
  saysAndCloses,
  silent,
  type Script,
} from './scripts.ts'
import { type Family, delivers, fails, recovers } from './way.ts'

const NO = 'HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n'
const BYE = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'
/** Longer than the buffers that a request passes at once. */
const LARGE = { options: { template: `{"text": "${'x'.repeat(60_000)}"}` }, payload_format: 'Template' }

/** Every rule is about the second of two deliveries, for which a connection is kept. */
export const CONNECTION_WAYS: Family = {
  name: 'Kept connections',
  ways: [
    {
      does: 'closes after each answer without saying so',
      start: answering(saysAndCloses(OK)),
      ends: [delivers(), delivers()],
    },
    {
      does: 'closes a kept connection as the next request arrives',
      start: answering(ok, closes, ok),
      ends: [delivers(), delivers('', { arrives: 'twice' })],
    },
    {
      does: 'resets a kept connection as the next request arrives',
      start: answering(ok, resets, ok),
      ends: [delivers(), delivers('', { arrives: 'twice' })],
    },
    {
      does: 'says `connection: close` and keeps the connection open',
      start: answering(says(OK.replace('\r\n', '\r\nconnection: close\r\n'))),
      ends: [delivers(), delivers()],
    },
    {
      does: 'offers to keep a connection for no time at all',
      start: answering(says(OK.replace('\r\n', '\r\nconnection: keep-alive\r\nkeep-alive: timeout=0\r\n'))),
      ends: [delivers(), delivers()],
    },
    {
      does: 'offers to keep a connection for ever, and closes it',
      start: answering(saysAndCloses(OK.replace('\r\n', '\r\nkeep-alive: timeout=99999999999, max=-1\r\n'))),
      ends: [delivers(), delivers()],
    },
    {
      does: 'answers in HTTP/1.0, where the end of the connection ends the answer',
      start: answering(saysAndCloses('HTTP/1.0 200 OK\r\n\r\nok')),
      ends: [delivers(), delivers()],
    },
    {
      does: 'answers twice, so that the second answer waits for the next request',
      start: answering(says(OK + NO), ok),
      ends: [delivers(), delivers()],
    },
    {
      does: 'sends more body than it announced',
      start: answering(says(`${OK}${'x'.repeat(1000)}`), ok),
      ends: [delivers(), delivers()],
    },
    {
      does: 'answers a moment later once more',
      start: answering(answersLater, ok),
      ends: [delivers(), delivers()],
    },
    {
      does: 'says 408 on a kept connection before the next request, and closes it',
      start: answering(saysByeLater, ok),
      ends: [delivers(), delivers()],
    },
    {
      does: 'answers before the request has come',
      start: meeting((socket) => void socket.write(OK)),
      ends: [delivers('', { arrives: 'perhaps' })],
    },
    {
      does: 'answers at the head of the request and closes, before it has read the body',
      start: early(saysAndCloses('HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')),
      target: LARGE,
      ends: [fails('status', 'the receiver answered 413', { arrives: 'perhaps' })],
    },
    {
      does: 'answers 200 at the head of the request and reads the rest later',
      start: early(ok),
      target: LARGE,
      ends: [delivers('', { arrives: 'perhaps' })],
    },
    {
      does: 'answers when the attempt is over already',
      start: answering(saysAfter(1300, OK), ok),
      ends: [recovers('timeout'), delivers()],
    },
    {
      does: 'takes the event and breaks off before it says so',
      start: answering(closes, ok),
      ends: [recovers('closed')],
    },
    {
      does: 'says nothing on a kept connection',
      start: answering(ok, silent, ok),
      ends: [delivers(), recovers('timeout')],
    },
  ],
}

async function answersLater(socket: Socket): Promise<void> {
  socket.write(OK)
  await setImmediate()
  socket.write(NO)
}

async function saysByeLater(socket: Socket): Promise<void> {
  socket.write(OK)
  await setImmediate()
  socket.end(BYE)
}

/** Answers at the first bytes of each request and reads the rest after that. */
function early(script: Script): ReturnType<typeof answering> {
  return answeringWith({ connected: (socket) => void socket.once('data', () => void script(socket)) }, silent)
}
