import { once } from 'node:events'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { type TlsOptions, createServer as createTlsServer } from 'node:tls'

export interface RawRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Which connection it came over, and which request of that connection it is; both from 1. */
  readonly connection: number
  readonly turn: number
}

/** Says whatever it likes, byte for byte; HTTP is what its script makes of it. */
export interface RawReceiver extends AsyncDisposable {
  readonly url: (path?: string) => string
  /** Those that came whole. */
  readonly requests: readonly RawRequest[]
  readonly openConnections: () => number
}

export interface RawReceiverOptions {
  /** TLS with these options; the url says `localhost`. */
  readonly tls?: TlsOptions
  /** Sees each connection as soon as it is there, its number from 1. */
  readonly connected?: (socket: Socket, connection: number) => void
}

/**
 * A TCP server that reads whole requests and leaves the rest to a script.
 *
 * @param answer writes to the socket, or closes it
 */
export async function startRawReceiver(
  answer: (request: RawRequest, socket: Socket) => void | Promise<void>,
  { tls, connected }: RawReceiverOptions = {},
): Promise<RawReceiver> {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const connection = ++connections
    let turn = 0
    let received = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      for (let read = readRequest(received); read !== null; read = readRequest(received)) {
        received = read.rest
        const request = { ...read.request, connection, turn: ++turn }
        requests.push(request)
        void answer(request, socket)
      }
    })
    connected?.(socket, connection)
  }
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = tls === undefined ? 'http://127.0.0.1' : 'https://localhost'
  return {
    url: (path = '/') => `${origin}:${port}${path}`,
    requests,
    openConnections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function readRequest(text: string) {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [line = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map((one) => one.split(': ', 2) as [string, string]))
  const bodyEnd = end + 4 + Number(headers['content-length'] ?? 0)
  if (text.length < bodyEnd) return null
  const request = { path: line.split(' ')[1] ?? '', headers, body: text.slice(end + 4, bodyEnd) }
  return { request, rest: text.slice(bodyEnd) }
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
