import { type Span, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { type Outcome, outcomeClass } from '../domain/delivery/attempt.ts'
import { type LeasedDelivery, webhookIdOf } from '../domain/delivery/delivery.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { EventSpans } from './event-spans.ts'

/** The same kinds of targets, which trace each attempt in the trace of its event. Receivers get the attempt as `traceparent`. */
export function tracedTargetKinds(kinds: readonly TargetKind[], events: EventSpans): readonly TargetKind[] {
  return kinds.map((kind) => traced(kind, events))
}

function traced(kind: TargetKind, events: EventSpans): TargetKind {
  const begin = (delivery: LeasedDelivery): Span =>
    events.beginBelow(delivery.eventId, `attempt ${kind.type}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'bellbuoy.event.id': delivery.eventId,
        'bellbuoy.delivery.id': delivery.id,
        'bellbuoy.webhook_id': webhookIdOf(delivery),
        'bellbuoy.policy.id': delivery.policyId,
        'bellbuoy.target.id': delivery.targetId,
        'bellbuoy.attempt': delivery.attempt,
      },
    })
  const { sendTogether } = kind
  return {
    ...kind,
    async send(delivery, target) {
      const span = begin(delivery)
      const outcome = await kind.send({ ...delivery, traceparent: traceparentOf(span) }, target)
      end(span, outcome)
      return outcome
    },
    ...(sendTogether !== undefined && {
      async sendTogether(deliveries, target) {
        const spans = deliveries.map(begin)
        const outcomes = await sendTogether(deliveries, target)
        spans.forEach((span, index) => {
          const outcome = outcomes[index]
          if (outcome !== undefined) end(span, outcome)
        })
        return outcomes
      },
    }),
  }
}

function end(span: Span, outcome: Outcome): void {
  const { failure, response } = outcome
  const word = outcomeClass(outcome)
  span.setAttribute('bellbuoy.outcome', word)
  if (response !== null) span.setAttribute('http.response.status_code', response.status)
  if (failure !== null) {
    span.setAttribute('error.type', word)
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure.text })
  }
  span.end()
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  const flags = (traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01'
  return `00-${traceId}-${spanId}-${flags}`
}
