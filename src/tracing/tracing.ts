import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { Queue } from '../domain/delivery/queue.ts'
import type { TraceNotification } from '../domain/registry/trace-notification.ts'
import type { Log } from '../log.ts'
import { VERSION } from '../version.ts'
import { EventIds } from './event-ids.ts'
import { EventSpans } from './event-spans.ts'
import { loggedExporter } from './logged-exporter.ts'
import { NotificationSpans } from './notification-spans.ts'
import { tracedQueue } from './traced-queue.ts'
import { tracedTargetKinds } from './traced-target-kinds.ts'

export interface TraceSettings {
  /** The base address of a collector that speaks OTLP over HTTP; null: as the variables of OpenTelemetry say. */
  readonly endpoint: string | null
  /** From 0 to 1: the part of events, and of notifications without a trace, that is traced. */
  readonly sampleRate: number
}

/** Traces of OpenTelemetry. Disposing it sends what is left. */
export interface Tracing extends AsyncDisposable {
  readonly traceNotification: TraceNotification
  /** The same queue, which traces what is decided and stored. */
  readonly tracedQueue: (queue: Queue) => Queue
  /** The same kinds of targets, which trace their attempts and hand the trace to the receivers. */
  readonly tracedTargetKinds: (kinds: readonly TargetKind[]) => readonly TargetKind[]
}

/** Joins the parts of tracing, with an exporter that sends batches beside all other work. */
export function createTracing({ endpoint, sampleRate }: TraceSettings, log: Log): Tracing {
  const ids = new EventIds()
  const root = new TraceIdRatioBasedSampler(sampleRate)
  const exporter = new OTLPTraceExporter(endpoint === null ? {} : { url: `${endpoint}/v1/traces` })
  const provider = new TracerProvider({
    resource: resource(),
    sampler: new ParentBasedSampler({ root }),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor({ exporter: loggedExporter(exporter, log) })],
  })
  const tracer = provider.getTracer('bellbuoy', VERSION)
  const notifications = new NotificationSpans(tracer)
  const events = new EventSpans({ tracer, ids, root })
  return {
    traceNotification: notifications.run,
    tracedQueue: (queue) => tracedQueue(queue, { notifications, events }),
    tracedTargetKinds: (kinds) => tracedTargetKinds(kinds, events),
    // What cannot be sent is in the log. The exporter gives up after ten seconds, unless its variables say otherwise.
    [Symbol.asyncDispose]: () => provider.shutdown().catch(() => undefined),
  }
}

/** What the variables of OpenTelemetry say of the service goes before what Bellbuoy says of itself. */
function resource() {
  const own = resourceFromAttributes({ 'service.name': 'bellbuoy', 'service.version': VERSION })
  return defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }))
}
