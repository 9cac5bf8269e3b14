import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

export interface LossyProxy extends AsyncDisposable {
  readonly url: string
  /** Answers that were lost so far. */
  readonly lost: number
}

export interface Loss {
  /** How many answers are lost. */
  readonly times: number
  /** Only to requests that hold this text. */
  readonly to: string
}

/**
 * Passes TCP connections on to a server on this machine. An answer that is to be lost has left the server, but the
 * connection breaks before it arrives.
 */
export async function startLossyProxy(serverUrl: string, loss: Loss): Promise<LossyProxy> {
  const port = Number(new URL(serverUrl).port)
  const sockets = new Set<Socket>()
  let lost = 0
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    }
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
    let request = ''
    client.on('data', (bytes) => {
      request += bytes.toString('latin1')
      upstream.write(bytes)
    })
    upstream.on('data', (answer) => {
      const isLost = lost < loss.times && request.includes(loss.to)
      request = ''
      if (isLost) {
        lost++
        client.destroy()
      } else {
        client.write(answer)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get lost() {
      return lost
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
