import { once } from 'node:events'
import { type Http2Session, type ServerHttp2Stream, constants, createSecureServer } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { certificate } from '../../support/receivers/tls.ts'
import { type End, type Family, type Misbehaving, type Way, delivers, fails } from './way.ts'

type Script = (stream: ServerHttp2Stream) => void

const BROKE = 'the connection broke before the answer: …'
const NO_HTTP = 'the receiver does not speak HTTP as it should: …'

export const HTTP2_WAYS: Family = {
  name: 'HTTP/2',
  ways: [
    way(
      'says GOAWAY instead of an answer',
      [(stream) => stream.session?.goaway()],
      fails('timeout', 'no answer within 1000 ms'),
    ),
    way(
      'says GOAWAY with an error instead of an answer',
      [(stream) => stream.session?.goaway(constants.NGHTTP2_INTERNAL_ERROR)],
      fails('protocol', NO_HTTP),
    ),
    way(
      'resets the stream',
      [(stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
      fails('protocol', NO_HTTP),
    ),
    way(
      'refuses the stream once',
      [(stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM), answers],
      delivers('', { arrives: 'refused once' }),
    ),
    way('breaks the connection', [(stream) => stream.session?.destroy()], fails('closed', BROKE)),
    way('is silent', [() => undefined], fails('timeout', 'no answer within 1000 ms')),
    way('sends a thousand interim answers and no final one', [floodsInterim], fails('protocol', NO_HTTP)),
    way('says 200 and then sends body without end', [floodsBody], delivers()),
    way(
      'says 200 and then resets the stream',
      [
        (stream) => {
          stream.respond({ ':status': 200, 'content-length': 100 })
          stream.write('x', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR))
        },
      ],
      delivers('the answer broke off: …'),
    ),
    way(
      'says GOAWAY after each answer',
      [
        (stream) => {
          answers(stream)
          stream.session?.goaway()
        },
      ],
      delivers(),
      delivers(),
    ),
  ],
}

function way(does: string, scripts: readonly Script[], ...ends: readonly End[]): Way {
  const { cert } = certificate('localhost')
  return {
    does: `${does} over HTTP/2`,
    start: () => startHttp2(scripts),
    target: { options: { ca: cert, http_version: 'auto' } },
    keepsConnections: true,
    ends,
  }
}

function answers(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200 })
  stream.end('ok')
}

function floodsInterim(stream: ServerHttp2Stream): void {
  for (let count = 0; count < 1000; count++)
    stream.additionalHeaders({ ':status': 102, 'x-progress': 'x'.repeat(500) })
}

function floodsBody(stream: ServerHttp2Stream): void {
  const chunk = Buffer.alloc(65_536, 'x')
  const more = (error?: Error | null): void => {
    if (!error && stream.writable) stream.write(chunk, more)
  }
  stream.respond({ ':status': 200 })
  more()
}

/** Each request gets its script by its number; the last script serves all further ones. */
async function startHttp2(scripts: readonly Script[]): Promise<Misbehaving> {
  const requests: { headers: Readonly<Record<string, unknown>> }[] = []
  const sessions = new Set<Http2Session>()
  const sockets = new Set<Socket>()
  const server = createSecureServer(certificate('localhost'))
  server.on('secureConnection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('session', (session) => {
    sessions.add(session)
    session.on('error', () => undefined)
  })
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => undefined)
    void text(stream).then(
      () => {
        const script = scripts[requests.push({ headers }) - 1] ?? scripts.at(-1)
        if (!stream.destroyed) script?.(stream)
      },
      () => undefined,
    )
  })
  server.on('sessionError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: (path = '/') => `https://localhost:${port}${path}`,
    requests,
    openConnections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
