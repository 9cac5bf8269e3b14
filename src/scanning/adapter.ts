import { headerBytes } from '../domain/header-value.ts'
import type { ScannerDraft, ScanOrder } from '../domain/scanning/scanner.ts'
import {
  AdapterFault,
  type AdapterMetadata,
  boundedText,
  metadataIn,
  parsed,
  refreshAfter,
  statusFault,
} from './adapter-answer.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { openAgent } from '../net/open-agent.ts'

const MAX_REPORT_BYTES = 32 * 1024 * 1024
const MAX_SMALL_BYTES = 1024 * 1024
const SCAN_REQUEST = 'application/vnd.scanner.adapter.scan.request+json; version=1.0'
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'

export interface AdapterOptions {
  readonly guard: AddressGuard
  /** For connecting, for the head of an answer, and between two parts of its body. */
  readonly timeoutMs: number
}

export type ReportAnswer = { readonly report: unknown } | { readonly refreshAfterSeconds: number }

/** A client of Harbor's scanner adapter API (`scanner-adapter-openapi-v1.2.yaml`); every answer is bounded. */
export interface Adapter {
  /** @throws AdapterFault when it produces no report that is read, Error when it cannot be reached */
  metadata: () => Promise<AdapterMetadata>
  /** Orders a scan and answers the adapter's id of it. @throws as above */
  scan: (order: ScanOrder, reportType: string) => Promise<string>
  /** The report, or when to ask again. @throws as above */
  report: (requestId: string, reportType: string) => Promise<ReportAnswer>
}

export function createAdapter(scanner: ScannerDraft, { guard, timeoutMs }: AdapterOptions): Adapter {
  const base = scanner.url.replace(/\/+$/, '')
  const call = async (method: 'GET' | 'POST', path: string, accept: string, body?: object) => {
    await using stack = new AsyncDisposableStack()
    const { skipCertVerify } = scanner
    const agent = openAgent({ guard, skipCertVerify, timeoutMs, answerTimeoutMs: timeoutMs })
    stack.defer(() => agent.destroy())
    const {
      statusCode,
      headers,
      body: stream,
    } = await agent.request({
      origin: new URL(base).origin,
      path: `${new URL(base).pathname.replace(/\/$/, '')}/api/v1${path}`,
      method,
      headers: { accept, ...authorization(scanner), ...(body && { 'content-type': SCAN_REQUEST }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await boundedText(stream, path.endsWith('/report') ? MAX_REPORT_BYTES : MAX_SMALL_BYTES)
    return { status: statusCode, headers, text }
  }
  return {
    async metadata() {
      const { status, text } = await call(
        'GET',
        '/metadata',
        'application/vnd.scanner.adapter.metadata+json; version=1.1, */*',
      )
      if (status !== 200) throw statusFault('metadata', status, text)
      return metadataIn(parsed(text))
    },
    async scan(order, reportType) {
      const { status, text } = await call('POST', '/scan', '*/*', requestOf(order, scanner, reportType))
      if (status !== 202) throw statusFault('the scan', status, text)
      const { id } = (parsed(text) ?? {}) as { readonly id?: unknown }
      if (typeof id !== 'string' || id === '' || id.length > 500)
        throw new AdapterFault('the scanner answered no id for the scan')
      return id
    },
    async report(requestId, reportType) {
      const { status, headers, text } = await call(
        'GET',
        `/scan/${encodeURIComponent(requestId)}/report`,
        reportType,
      )
      if (status === 302) return { refreshAfterSeconds: refreshAfter(headers['refresh-after']) }
      if (status !== 200) throw statusFault('the report', status, text)
      return { report: parsed(text) }
    },
  }
}

function authorization({ auth, credential }: ScannerDraft): Record<string, string> {
  if (credential === null || auth === '') return {}
  if (auth === 'Basic') return { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }
  return auth === 'Bearer'
    ? { authorization: headerBytes(`Bearer ${credential}`) }
    : { 'x-scanneradapter-api-key': headerBytes(credential) }
}

function requestOf(order: ScanOrder, scanner: ScannerDraft, reportType: string): object {
  const { repository, digest, tag, mediaType } = order
  return {
    registry: { url: scanner.registryUrl, authorization: scanner.registryAuthorization ?? '' },
    artifact: { repository, digest, ...(tag !== null && { tag }), mime_type: mediaType ?? IMAGE },
    enabled_capabilities: [{ type: 'vulnerability', produces_mime_types: [reportType] }],
  }
}
