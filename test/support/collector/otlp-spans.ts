import { fieldsIn, messagesIn, numberIn } from './protobuf.ts'

type Attributes = Readonly<Record<string, string | number | boolean>>

/** A span as a collector gets it. */
export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  /** Empty for the first of a trace. */
  readonly parentSpanId: string
  readonly name: string
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number
  readonly startedAtMs: number
  readonly durationMs: number
  readonly attributes: Attributes
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number
  /** Of the service that sent it. */
  readonly resource: Attributes
}

/**
 * The spans of an `ExportTraceServiceRequest`, by the numbers of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
 */
export function spansIn(request: Buffer): readonly CollectedSpan[] {
  return messagesIn(request, 1).flatMap((resourceSpans) => {
    const resource = messagesIn(resourceSpans, 1).map((one) => attributesIn(one, 1))[0] ?? {}
    const spans = messagesIn(resourceSpans, 2).flatMap((scopeSpans) => messagesIn(scopeSpans, 2))
    return spans.map((span) => ({ ...spanIn(span), resource }))
  })
}

function spanIn(span: Buffer): Omit<CollectedSpan, 'resource'> {
  const [startedNs, endedNs] = [numberIn(span, 7), numberIn(span, 8)]
  const [status = Buffer.alloc(0)] = messagesIn(span, 15)
  return {
    traceId: hexIn(span, 1),
    spanId: hexIn(span, 2),
    parentSpanId: hexIn(span, 4),
    name: textIn(span, 5),
    kind: Number(numberIn(span, 6)),
    startedAtMs: Number(startedNs) / 1e6,
    durationMs: Number(endedNs - startedNs) / 1e6,
    attributes: attributesIn(span, 9),
    links: messagesIn(span, 13).map((link) => ({ traceId: hexIn(link, 1), spanId: hexIn(link, 2) })),
    status: Number(numberIn(status, 3)),
  }
}

const hexIn = (bytes: Buffer, number: number): string => messagesIn(bytes, number)[0]?.toString('hex') ?? ''
const textIn = (bytes: Buffer, number: number): string => messagesIn(bytes, number)[0]?.toString() ?? ''

function attributesIn(bytes: Buffer, number: number): Attributes {
  const entries = messagesIn(bytes, number).map(
    (entry) => [textIn(entry, 1), valueIn(messagesIn(entry, 2)[0] ?? Buffer.alloc(0))] as const,
  )
  return Object.fromEntries(entries)
}

/** An `AnyValue`: a text, a truth, or a whole number; others become their text. */
function valueIn(bytes: Buffer): string | number | boolean {
  const [field] = fieldsIn(bytes)
  if (field === undefined) return ''
  const { number, value } = field
  if (number === 2) return value === 1n
  return typeof value === 'bigint' ? Number(value) : value.toString()
}
