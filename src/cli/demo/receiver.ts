import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { say } from './say.ts'

interface Webhook {
  readonly line: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  /** How many webhooks it has shown. */
  readonly shown: () => number
}

const HEADERS = [
  'content-type',
  'user-agent',
  'authorization',
  'webhook-id',
  'webhook-timestamp',
  'x-bellbuoy-event',
  'x-bellbuoy-repository',
  'x-bellbuoy-attempt',
]

/** The other end: shows every webhook and answers 204. */
export async function startReceiver(): Promise<Receiver> {
  let shown = 0
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    void text(request).then((body) => {
      response.writeHead(204).end()
      show({ line: `${method} ${url} HTTP/1.1`, headers, body })
      shown += 1
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    shown: () => shown,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function show({ line, headers, body }: Webhook): void {
  const lines = HEADERS.flatMap((name) => (name in headers ? [`${name}: ${String(headers[name])}`] : []))
  say('', 'The receiver got a webhook:', '', line, ...lines, '', JSON.stringify(JSON.parse(body), null, 2))
}
