/** Types of reports that are read, the newest first. */
const REPORT_TYPES = [
  'application/vnd.security.vulnerability.report; version=1.1',
  'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
]

/** The adapter answered something that no scan can go on with; trying again would not help. */
export class AdapterFault extends Error {}

export interface AdapterMetadata {
  readonly scanner: { readonly name: string; readonly vendor: string; readonly version: string }
  readonly capabilities: readonly {
    /** `vulnerability`, `sbom`, or empty. */
    readonly type: string
    readonly consumes: readonly string[]
    readonly produces: readonly string[]
  }[]
  readonly properties: Readonly<Record<string, string>>
  /** The report to ask for. */
  readonly reportType: string
  readonly body: unknown
}

/** The seconds of a `Refresh-After` header, 1 to 300; 10 when there is none. */
export function refreshAfter(header: string | string[] | undefined): number {
  const seconds = Number(header ?? 10)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 300) : 10
}

/** @throws AdapterFault when the scanner produces no report that is read */
export function metadataIn(body: unknown): AdapterMetadata {
  const { scanner, capabilities: listed, properties } = recordOf(body)
  const capabilities = listOf(listed).map(capabilityOf)
  const produced = capabilities.flatMap(({ produces }) => produces)
  const same = (one: string, other: string): boolean => one.replaceAll(' ', '') === other.replaceAll(' ', '')
  const reportType = REPORT_TYPES.find((known) => produced.some((type) => same(type, known)))
  if (reportType === undefined)
    throw new AdapterFault('the scanner produces no vulnerability report that Bellbuoy reads')
  const { name, vendor, version } = recordOf(scanner)
  const entries = Object.entries(recordOf(properties)).slice(0, MAX_LISTED)
  return {
    scanner: { name: textOf(name), vendor: textOf(vendor), version: textOf(version) },
    capabilities,
    properties: Object.fromEntries(entries.map(([key, value]) => [textOf(key), textOf(value)])),
    reportType,
    body,
  }
}

function capabilityOf(value: unknown): AdapterMetadata['capabilities'][number] {
  const { type, consumes_mime_types: consumes, produces_mime_types: produces } = recordOf(value)
  return {
    type: textOf(type),
    consumes: listOf(consumes).map(textOf),
    produces: listOf(produces).map(textOf),
  }
}

/** Of a list in an adapter's answer, more is not read. */
const MAX_LISTED = 100

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_LISTED) : []
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 255).toWellFormed() : ''
}

/** The fault of a status: with 4xx and 501 trying again does not help, any other may pass. */
export function statusFault(request: string, status: number, text: string): Error {
  const message = `the scanner answered ${status} for ${request}: ${text.slice(0, 500)}`
  return status === 429 || status === 503 || (status > 501 && status < 600)
    ? new Error(message)
    : new AdapterFault(message)
}

/** @throws AdapterFault */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AdapterFault(`the scanner's answer is not JSON: ${text.slice(0, 100)}`)
  }
}

/** @throws AdapterFault when the text is longer than `max` bytes */
export async function boundedText(stream: AsyncIterable<Buffer>, max: number): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > max) throw new AdapterFault(`the scanner answered more than ${max / 1024 / 1024} MiB`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
