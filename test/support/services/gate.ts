import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A proxy that holds requests back while it is closed. */
export interface Gate extends AsyncDisposable {
  readonly url: string
  /** Requests that wait. */
  readonly waiting: number
  close: () => void
  /** Lets through what waits, and all that follows. */
  open: () => void
}

export interface GateOptions {
  /** Closes before a request with this method and path is let through: `POST /api/…`. */
  readonly closesAt?: RegExp
  /** Holds back the answer to such a request, and what follows; the server has it. */
  readonly closesBehind?: RegExp
}

/** Stands between a client and a server on this machine, open at first. */
export async function startGate(
  serverUrl: string,
  { closesAt, closesBehind }: GateOptions = {},
): Promise<Gate> {
  const held: (() => void)[] = []
  let isOpen = true
  let isArmed = true
  /** Whether this is the request at which it closes; it does so once. */
  const closes = (at: RegExp | undefined, { method, url }: IncomingMessage): boolean => {
    if (!isArmed || at?.test(`${method} ${url}`) !== true) return false
    isArmed = false
    isOpen = false
    return true
  }
  const forward = async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const { host: _, 'content-length': __, 'transfer-encoding': ___, ...headers } = request.headers
    const answer = await fetch(new URL(request.url ?? '/', serverUrl), {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const give = (): void => {
      response.writeHead(answer.status, headersOf(answer))
      response.end(bytes)
    }
    if (closes(closesBehind, request)) held.push(give)
    else give()
  }
  const pass = (request: IncomingMessage, response: ServerResponse, body: Buffer): void =>
    void forward(request, response, body).catch(() => response.destroy())
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    closes(closesAt, request)
    void buffer(request).then(
      (body) => (isOpen ? pass(request, response, body) : held.push(() => pass(request, response, body))),
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get waiting() {
      return held.length
    },
    close() {
      isOpen = false
    },
    open() {
      isOpen = true
      for (const letPass of held.splice(0)) letPass()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const PASSED_ON = ['content-type', 'etag', 'location', 'x-total-count']

function headersOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => PASSED_ON.includes(name)))
}
