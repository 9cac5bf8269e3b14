import { once } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

export interface PlainAnswer {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
}

/** What a receiver does instead of answering as it should. */
export type Misbehaviour =
  /** Never answers. */
  | { readonly does: 'hang' }
  /** 200 and its headers, then one byte of body every `everyMs` (1000), for ever. */
  | { readonly does: 'drip'; readonly everyMs?: number }
  /** One byte of a header every `everyMs` (1000), for ever. */
  | { readonly does: 'dripHeaders'; readonly everyMs?: number }
  /** 200, then `bytes` (10 GiB) of body as fast as they are read, without saying how many will come. */
  | { readonly does: 'flood'; readonly bytes?: number }
  /** 307, or `status`, with `Location: to`. */
  | { readonly does: 'redirect'; readonly to: string; readonly status?: number }
  /** 200, announces 100 bytes, sends 10, closes. */
  | { readonly does: 'closeMidAnswer' }
  /** Closes without a word. */
  | { readonly does: 'closeAtOnce' }

export type Answer = PlainAnswer | Misbehaviour

const floodBytes = 10 * 1024 ** 3
const floodChunk = Buffer.alloc(256 * 1024, 'x')

/** Gives `answer`. `countBytes` hears how many bytes of a flood were handed to the connection. */
export async function giveAnswer(
  answer: Answer,
  response: ServerResponse,
  countBytes: (bytes: number) => void,
): Promise<void> {
  if (!('does' in answer)) {
    response.writeHead(answer.status, answer.headers).end(answer.body)
    return
  }
  switch (answer.does) {
    case 'hang':
      return
    case 'drip':
      response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders()
      drip(response, (text) => response.write(text), answer.everyMs)
      return
    case 'dripHeaders':
      drip(response, (text) => response.socket?.write(text), answer.everyMs, 'HTTP/1.1 200 OK\r\nx-drip: ')
      return
    case 'flood':
      await flood(response, answer.bytes ?? floodBytes, countBytes)
      return
    case 'redirect':
      response.writeHead(answer.status ?? 307, { location: answer.to }).end()
      return
    case 'closeMidAnswer':
      response.writeHead(200, { 'content-length': 100 })
      response.write('0123456789', () => response.socket?.destroy())
      return
    case 'closeAtOnce':
      response.socket?.destroy()
      return
  }
}

function drip(response: ServerResponse, write: (text: string) => void, everyMs = 1000, first = 'x'): void {
  write(first)
  const timer = setInterval(() => {
    write('x')
  }, everyMs)
  response.once('close', () => {
    clearInterval(timer)
  })
}

async function flood(response: ServerResponse, bytes: number, countBytes: (bytes: number) => void) {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  const closed = once(response, 'close')
  for (let left = bytes; left > 0 && !response.destroyed; left -= floodChunk.length) {
    const chunk = left < floodChunk.length ? floodChunk.subarray(0, left) : floodChunk
    countBytes(chunk.length)
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), closed])
  }
  response.end()
}
