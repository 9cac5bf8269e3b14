import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { Queue } from '../domain/delivery/queue.ts'
import type { TraceNotification } from '../domain/registry/trace-notification.ts'
import type { Log } from '../log.ts'

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

/** Null where tracing is off: then nothing of OpenTelemetry's SDK is loaded, and nothing is wrapped. */
export async function openTracing(settings: TraceSettings | null, log: Log): Promise<Tracing | null> {
  if (settings === null) return null
  const { createTracing } = await import('./tracing.ts')
  return createTracing(settings, log)
}
