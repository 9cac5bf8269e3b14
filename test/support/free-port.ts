import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  return portOf(0)
}

/** Below those that systems give to connections: nobody gets it while its server is away for a moment. */
const LASTING = { min: 20_000, max: 30_000 }

/** The same for a program that ends and starts again. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = await portOf(randomInt(LASTING.min, LASTING.max)).catch(() => null)
    if (port !== null) return port
  }
}

/** Rejects when the port is taken. @param wanted 0 for any */
async function portOf(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
