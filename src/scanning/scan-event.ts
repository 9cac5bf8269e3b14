import { type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import type { ScanJob } from '../domain/scanning/scanner.ts'

const EVENT_TYPES = {
  success: 'SCANNING_COMPLETED',
  error: 'SCANNING_FAILED',
  stopped: 'SCANNING_STOPPED',
} as const

/** The event of a scan that has ended; the same scan always has the same `sourceEventId`. */
export function scanEvent({ id, order, state, progress }: ScanJob, nowMs: number): SourceEvent {
  const { project, repository, tag, digest, mediaType, registryHost, operator, actorKind, trigger } = order
  return {
    sourceEventId: `scan ${id}`,
    type: EVENT_TYPES[state as keyof typeof EVENT_TYPES],
    occurredAtMs: nowMs,
    project,
    repository,
    operator,
    actorKind,
    role: 'root' as const,
    registryHost,
    artifacts: [{ ...UNKNOWN_ARTIFACT, tag, digest, mediaType }],
    detail: { trigger, ...(progress.scan !== null && { scan: progress.scan }) },
  }
}
