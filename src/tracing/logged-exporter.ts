import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from '../log.ts'

/** The same exporter, which says in the log when spans begin to be lost, and when they are sent again. */
export function loggedExporter(
  exporter: SpanExporter,
  log: Pick<Log, 'tracesLost' | 'tracesSent'>,
): SpanExporter {
  let isFailing = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const hasFailed = result.code !== ExportResultCode.SUCCESS
        if (hasFailed && !isFailing) log.tracesLost({ reason: result.error?.message ?? 'unknown' })
        if (!hasFailed && isFailing) log.tracesSent()
        isFailing = hasFailed
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
  }
}
