import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace'
import type { EventIds } from './event-ids.ts'
import { spanOfEvent } from './event-trace.ts'

export interface EventSpansParts {
  readonly tracer: Tracer
  readonly ids: EventIds
  /** Decides by the trace alone, so that every process decides alike. */
  readonly root: Sampler
}

/** The spans of events and of what becomes of them, each event in a trace of its own. */
export class EventSpans {
  readonly #parts: EventSpansParts

  constructor(parts: EventSpansParts) {
    this.#parts = parts
  }

  /**
   * Begins the span of an event.
   *
   * @param cause the notification that reported it, or null
   */
  begin(
    eventId: string,
    name: string,
    { attributes, cause }: { attributes: Attributes; cause: Span | null },
  ): Span {
    const { tracer, ids } = this.#parts
    const links = cause === null ? [] : [{ context: cause.spanContext() }]
    const options = { kind: SpanKind.PRODUCER, attributes, links, root: true }
    return ids.givenTo(spanOfEvent(eventId), () => tracer.startSpan(name, options, ROOT_CONTEXT))
  }

  /** Begins a span below that of an event, which another process may have ended long ago. */
  beginBelow(eventId: string, name: string, options: { attributes: Attributes; kind?: SpanKind }): Span {
    return this.#parts.tracer.startSpan(name, options, this.#contextOf(eventId))
  }

  #contextOf(eventId: string): Context {
    const span = spanOfEvent(eventId)
    const { decision } = this.#parts.root.shouldSample(
      ROOT_CONTEXT,
      span.traceId,
      '',
      SpanKind.INTERNAL,
      {},
      [],
    )
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE
    return trace.setSpanContext(ROOT_CONTEXT, { ...span, traceFlags, isRemote: true })
  }
}
