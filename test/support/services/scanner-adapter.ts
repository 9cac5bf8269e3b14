import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

const REPORT_TYPE = 'application/vnd.security.vulnerability.report; version=1.1'

export interface AdapterCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

type Respond = (call: AdapterCall, response: ServerResponse) => boolean

/** A double of a scanner adapter, by the published document of the scanner API; it can be made to misbehave. */
export interface ScannerAdapter extends AsyncDisposable {
  readonly url: string
  readonly calls: readonly AdapterCall[]
  /** How often a report is asked for before it is there. */
  notReadyTimes: number
  report: (digest: string) => unknown
  /** Answers in place of the double; true when it has. */
  misbehave: Respond
}

export async function startScannerAdapter(): Promise<ScannerAdapter> {
  const calls: AdapterCall[] = []
  const digests: string[] = []
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === 'POST' ? await json(request) : null
    const call = { method: request.method!, path: request.url!, headers: request.headers, body }
    calls.push(call)
    if (adapter.misbehave(call, response)) return
    const say = (status: number, type: string, answer: unknown): void => {
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(answer))
    }
    if (call.path === '/api/v1/metadata')
      say(200, 'application/vnd.scanner.adapter.metadata+json; version=1.0', METADATA)
    else if (call.path === '/api/v1/scan') {
      digests.push((body as { artifact: { digest: string } }).artifact.digest)
      say(202, 'application/vnd.scanner.adapter.scan.response+json; version=1.0', {
        id: String(digests.length - 1),
      })
    } else {
      const id = /^\/api\/v1\/scan\/(\d+)\/report$/.exec(call.path)?.[1] ?? ''
      const times = (asked.get(id) ?? 0) + 1
      asked.set(id, times)
      const isReady = times > adapter.notReadyTimes
      if (digests[Number(id)] === undefined) response.writeHead(404).end()
      else if (isReady) say(200, REPORT_TYPE, adapter.report(digests[Number(id)]!))
      else response.writeHead(302, { 'refresh-after': '1', location: call.path }).end()
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const adapter: ScannerAdapter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    notReadyTimes: 1,
    report: scannerReport,
    misbehave: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return adapter
}

const METADATA = {
  scanner: { name: 'Double', vendor: 'Tests', version: '1.2.3' },
  capabilities: [
    {
      type: 'vulnerability',
      consumes_mime_types: ['application/vnd.oci.image.manifest.v1+json'],
      produces_mime_types: [
        'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
        'application/vnd.security.vulnerability.report; version=1.1',
      ],
    },
  ],
  properties: { 'harbor.scanner-adapter/scanner-type': 'os-package-vulnerability' },
}

/** A report with a critical and a low finding. */
export function scannerReport(digest: string): object {
  return {
    generated_at: '2026-03-01T10:00:03Z',
    artifact: { repository: 'shop/web', digest },
    scanner: METADATA.scanner,
    severity: 'Critical',
    vulnerabilities: [
      {
        id: 'CVE-1',
        package: 'zlib',
        version: '1.2',
        severity: 'Low',
        links: ['https://example.com/1'],
      },
      {
        id: 'CVE-2',
        package: 'xz',
        version: '5.6.0',
        fix_version: '5.6.2',
        severity: 'Critical',
        description: 'A back door.',
        links: ['https://example.com/2'],
      },
    ],
  }
}
