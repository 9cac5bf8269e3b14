import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { certificate } from './tls.ts'

interface Http2Request {
  readonly version: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver with the certificate of `localhost` that offers HTTP/2, and speaks HTTP/1.1 to who prefers it. */
export interface Http2Receiver extends AsyncDisposable {
  readonly url: string
  /** In which version each request came, its headers and its body. */
  readonly requests: readonly Http2Request[]
}

/** @param interim the statuses of the answers that go before the final one */
export async function startHttp2Receiver({
  interim = [],
}: { readonly interim?: readonly number[] } = {}): Promise<Http2Receiver> {
  const requests: Http2Request[] = []
  const server = createSecureServer({ ...certificate('localhost'), allowHTTP1: true })
  server.on('request', (incoming, outgoing) => {
    void text(incoming).then((body) => {
      requests.push({ version: incoming.httpVersion, headers: incoming.headers, body })
      for (const status of interim) outgoing.stream.additionalHeaders({ ':status': status })
      outgoing.writeHead(200).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}
