/** The ids of a span, as OpenTelemetry writes them. */
export interface SpanIds {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits. */
  readonly spanId: string
}

/**
 * The span of an event. Trace and span follow from the id of the event, so every process at any time knows them and nothing is stored: the
 * trace has its 128 bits, the span the half that holds nothing but random bits and the variant (RFC 9562, section 5.7), which is never 0.
 */
export function spanOfEvent(eventId: string): SpanIds {
  const traceId = eventId.replaceAll('-', '')
  return { traceId, spanId: traceId.slice(16) }
}
