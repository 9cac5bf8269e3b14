import type { Scanner, ScanOrder } from '../domain/scanning/scanner.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { openAgent } from '../net/open-agent.ts'

const MAX_REPORT_BYTES = 32 * 1024 * 1024
const MAX_SMALL_BYTES = 1024 * 1024
const SCAN_REQUEST = 'application/vnd.scanner.adapter.scan.request+json; version=1.0'
/** The newest first. */
const REPORT_TYPES = [
  'application/vnd.security.vulnerability.report; version=1.1',
  'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
]
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'

/** The adapter said or did something by which no scan can go on; trying again would not help. */
export class AdapterFault extends Error {}

export interface AdapterOptions {
  readonly guard: AddressGuard
  /** For connecting, for the head of an answer, and between two parts of its body. */
  readonly timeoutMs: number
}

export interface AdapterMetadata {
  readonly scanner: { readonly name: string; readonly vendor: string; readonly version: string }
  /** The report to ask for. */
  readonly reportType: string
  readonly body: unknown
}

export type ReportAnswer = { readonly report: unknown } | { readonly refreshAfterSeconds: number }

/** A client of Harbor's scanner adapter API (`scanner-adapter-openapi-v1.2.yaml`); every answer is bounded. */
export interface Adapter {
  /** @throws AdapterFault when it cannot make a report that we read, Error when it cannot be reached */
  metadata: () => Promise<AdapterMetadata>
  /** Answers the adapter's id of the scan. @throws as above */
  scan: (order: ScanOrder, reportType: string) => Promise<string>
  /** @throws as above */
  report: (requestId: string, reportType: string) => Promise<ReportAnswer>
}

export function createAdapter(scanner: Scanner, { guard, timeoutMs }: AdapterOptions): Adapter {
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
      if (status !== 200) throw refused('metadata', status, text)
      return metadataOf(parsed(text))
    },
    async scan(order, reportType) {
      const { status, text } = await call('POST', '/scan', '*/*', requestOf(order, scanner, reportType))
      if (status !== 202) throw refused('the scan', status, text)
      const { id } = (parsed(text) ?? {}) as { readonly id?: unknown }
      if (typeof id !== 'string' || id === '' || id.length > 500)
        throw new AdapterFault('the scanner gave no id for the scan')
      return id
    },
    async report(requestId, reportType) {
      const { status, headers, text } = await call(
        'GET',
        `/scan/${encodeURIComponent(requestId)}/report`,
        reportType,
      )
      if (status === 302) return { refreshAfterSeconds: refreshAfter(headers['refresh-after']) }
      if (status !== 200) throw refused('the report', status, text)
      return { report: parsed(text) }
    },
  }
}

function authorization({ auth, credential }: Scanner): Record<string, string> {
  if (credential === null || auth === '') return {}
  if (auth === 'Basic') return { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }
  return auth === 'Bearer'
    ? { authorization: `Bearer ${credential}` }
    : { 'x-scanneradapter-api-key': credential }
}

function requestOf(order: ScanOrder, scanner: Scanner, reportType: string): object {
  const { repository, digest, tag, mediaType } = order
  return {
    registry: { url: scanner.registryUrl, authorization: scanner.registryAuthorization ?? '' },
    artifact: { repository, digest, ...(tag !== null && { tag }), mime_type: mediaType ?? IMAGE },
    enabled_capabilities: [{ type: 'vulnerability', produces_mime_types: [reportType] }],
  }
}

/** Between a second and five minutes; ten seconds unless told. */
function refreshAfter(header: string | string[] | undefined): number {
  const seconds = Number(header ?? 10)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 300) : 10
}

function metadataOf(body: unknown): AdapterMetadata {
  const { scanner, capabilities } = (body ?? {}) as {
    readonly scanner?: object
    readonly capabilities?: unknown
  }
  const produced = Array.isArray(capabilities)
    ? capabilities.flatMap(
        (one: { readonly produces_mime_types?: unknown } | null) => one?.produces_mime_types ?? [],
      )
    : []
  const same = (one: unknown, other: string): boolean =>
    String(one).replaceAll(' ', '') === other.replaceAll(' ', '')
  const reportType = REPORT_TYPES.find((known) => produced.some((type) => same(type, known)))
  if (reportType === undefined)
    throw new AdapterFault('the scanner makes no report of vulnerabilities that Bellbuoy reads')
  const named = { name: '', vendor: '', version: '', ...scanner } as Record<string, unknown>
  const text = (name: string): string => textOf(named[name])
  return {
    scanner: { name: text('name'), vendor: text('vendor'), version: text('version') },
    reportType,
    body,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 255).toWellFormed() : ''
}

/** 4xx and 501 say that it will never be; anything else may pass. */
function refused(what: string, status: number, text: string): Error {
  const said = `the scanner answered ${status} for ${what}: ${text.slice(0, 500)}`
  return status === 429 || status === 503 || (status > 501 && status < 600)
    ? new Error(said)
    : new AdapterFault(said)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AdapterFault(`the scanner answered what is no JSON: ${text.slice(0, 100)}`)
  }
}

async function boundedText(stream: AsyncIterable<Buffer>, max: number): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > max) throw new AdapterFault(`the scanner answered more than ${max / 1024 / 1024} MiB`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
