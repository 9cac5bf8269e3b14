import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { waitUntil } from '../wait-until.ts'
import { type CollectedSpan, spansIn } from './otlp-spans.ts'

/** What a collector of OpenTelemetry does: takes spans by OTLP over HTTP, in protobuf (https://opentelemetry.io/docs/specs/otlp/). */
export interface Collector extends AsyncDisposable {
  readonly url: string
  readonly spans: readonly CollectedSpan[]
  /** The headers of each request. */
  readonly requests: readonly Readonly<Record<string, string | string[] | undefined>>[]
  /** What it answers from now on; 200 at first. */
  answerWith: (status: number) => void
  /** Resolves with all spans as soon as they fulfil `predicate`. */
  waitFor: (
    what: string,
    predicate: (spans: readonly CollectedSpan[]) => boolean,
  ) => Promise<readonly CollectedSpan[]>
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const requests: Collector['requests'][number][] = []
  let status = 200
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      requests.push(request.headers)
      const isTraces =
        request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf'
      if (isTraces && status === 200) spans.push(...spansIn(body))
      // An empty answer is an `ExportTraceServiceResponse` without complaints.
      response.writeHead(isTraces ? status : 404, { 'content-type': 'application/x-protobuf' }).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    answerWith: (next) => (status = next),
    async waitFor(what, predicate) {
      await waitUntil(() => predicate(spans), { what, timeoutMs: 20_000 })
      return spans
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
