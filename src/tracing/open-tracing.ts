import type { Log } from '../log.ts'
import type { TraceSettings, Tracing } from './tracing.ts'

/** Null where tracing is off: then nothing of OpenTelemetry's SDK is loaded, and nothing is wrapped. */
export async function openTracing(settings: TraceSettings | null, log: Log): Promise<Tracing | null> {
  if (settings === null) return null
  const { createTracing } = await import('./tracing.ts')
  return createTracing(settings, log)
}
