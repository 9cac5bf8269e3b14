import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** Stands between a client and a server on this machine, and passes bytes on. */
export interface TcpGate extends AsyncDisposable {
  readonly port: number
  /** Connections that were opened so far. */
  readonly opened: number
  /** From now on nothing of the server arrives, on connections that are open and on new ones. */
  hold: () => void
  /** Lets through what waits, and all that follows. */
  release: () => void
  /** Resets every connection that is open. */
  cut: () => void
}

export async function startTcpGate(serverPort: number): Promise<TcpGate> {
  const pairs = new Set<readonly [client: Socket, server: Socket]>()
  let isHeld = false
  let opened = 0
  const gate = createServer((client) => {
    opened++
    const server = connect(serverPort, '127.0.0.1')
    const pair = [client, server] as const
    pairs.add(pair)
    client.pipe(server)
    server.on('data', (chunk) => client.write(chunk))
    if (isHeld) server.pause()
    for (const [socket, other] of [pair, [server, client] as const])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          pairs.delete(pair)
          other.destroy()
        })
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  return {
    port: (gate.address() as AddressInfo).port,
    get opened() {
      return opened
    },
    hold() {
      isHeld = true
      for (const [, server] of pairs) server.pause()
    },
    release() {
      isHeld = false
      for (const [, server] of pairs) server.resume()
    },
    cut() {
      for (const [client] of pairs) client.resetAndDestroy()
    },
    async [Symbol.asyncDispose]() {
      gate.close()
      for (const [client, server] of pairs) {
        client.destroy()
        server.destroy()
      }
      await once(gate, 'close')
    },
  }
}
