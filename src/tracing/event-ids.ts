import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace'
import type { SpanIds } from './event-trace.ts'

/** Random ids, but for spans whose ids follow from an event. */
export class EventIds implements IdGenerator {
  readonly #random = new RandomIdGenerator()
  #given: SpanIds | null = null

  /** Starts a span with these ids. */
  givenTo<Started>(ids: SpanIds, start: () => Started): Started {
    this.#given = ids
    try {
      return start()
    } finally {
      this.#given = null
    }
  }

  generateTraceId = (): string => this.#given?.traceId ?? this.#random.generateTraceId()

  generateSpanId = (): string => this.#given?.spanId ?? this.#random.generateSpanId()
}
