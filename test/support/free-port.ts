import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that systems give to a server or a connection that asks for any: nobody else gets one of these before its server
 * listens, nor while the server is away.
 */
const RANGE = { min: 20_000, max: 30_000 }

/**
 * A port of 127.0.0.1 at which nobody listens: for programs that cannot choose one themselves, for servers that end and start again,
 * and for addresses that have to refuse connections.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(RANGE.min, RANGE.max)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
