import { type Span, SpanStatusCode } from '@opentelemetry/api'
import type { AcceptResult, DecidedEvent, Queue } from '../domain/delivery/queue.ts'
import { messageOf } from '../domain/errors.ts'
import type { EventSpans } from './event-spans.ts'
import type { NotificationSpans } from './notification-spans.ts'

export interface TracedQueueParts {
  readonly notifications: NotificationSpans
  readonly events: EventSpans
}

/** The same queue, which traces the commits of notifications, and each event from its decision until it is stored. */
export function tracedQueue(queue: Queue, { notifications, events }: TracedQueueParts): Queue {
  return {
    ...queue,
    accept(decided) {
      const cause = notifications.current
      const endCommit = notifications.beginCommit()
      const spans = decided.events.map((one) =>
        events.begin(one.event.id, `event ${one.event.type}`, { attributes: attributesOf(one), cause }),
      )
      const stored = queue.accept(decided)
      stored.then(
        (result) => {
          endCommit()
          endStored(spans, result)
        },
        (error: unknown) => endCommit(error),
      )
      return stored
    },
    settle(decided) {
      const spans = decided.events.map((one) =>
        events.beginBelow(one.event.id, 'settle', { attributes: attributesOf(one) }),
      )
      const stored = queue.settle(decided)
      stored.then(
        (result) => endStored(spans, result),
        (error: unknown) => {
          for (const span of spans) {
            span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
            span.end()
          }
        },
      )
      return stored
    },
  }
}

/** Another span is about what was stored before, or is decided anew. */
function endStored(spans: readonly Span[], result: AcceptResult): void {
  if (result.outcome === 'stale') return
  spans.forEach((span, index) => {
    if ((result.deliveryIds[index] ?? null) !== null) span.end()
  })
}

function attributesOf({ event, projectId, deliveries, heldUntilMs }: DecidedEvent) {
  return {
    'bellbuoy.event.id': event.id,
    'bellbuoy.event.type': event.type,
    'bellbuoy.source': event.sourceName,
    'bellbuoy.project.id': projectId,
    'bellbuoy.repository': event.repository,
    'bellbuoy.deliveries': deliveries.length,
    'bellbuoy.held': heldUntilMs !== null,
  }
}
