import { once } from 'node:events'
import { type IncomingMessage, createServer, request } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'

/** An HTTP proxy that records what it is asked for: `CONNECT host:port` or `POST http://host/path`. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly string[]
  /** The `Proxy-Authorization` headers that it was shown, empty for none. */
  readonly logins: readonly string[]
}

/**
 * A proxy on a free port of 127.0.0.1, which forwards.
 *
 * @param wanted the `Proxy-Authorization` that it wants, else it answers 407
 */
export async function startProxy(wanted?: string): Promise<Proxy> {
  const asked: string[] = []
  const logins: string[] = []
  const sockets = new Set<Socket>()
  const isWelcome = ({ method, url, headers }: IncomingMessage): boolean => {
    asked.push(`${method} ${url}`)
    logins.push(headers['proxy-authorization'] ?? '')
    return wanted === undefined || headers['proxy-authorization'] === wanted
  }
  const server = createServer((incoming, outgoing) => {
    if (!isWelcome(incoming)) {
      outgoing.writeHead(407).end()
      return
    }
    const { method, url = '', headers } = incoming
    const onward = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    if (!isWelcome(incoming)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const [host = '', port] = (incoming.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const end of [socket, onward]) {
      sockets.add(end)
      end.on('error', () => undefined)
    }
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    logins,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
