import { messageOf } from '../../domain/errors.ts'
import type { ServiceClock } from '../clock/service-clock.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

/** Callers within this time share a look, so that nobody can keep the writer busy by asking. */
const SHARED_MS = 1000

export interface WriteProbeParts {
  readonly writer: SqliteWriter
  readonly serviceClock: ServiceClock
}

/** Finds out whether the store can write, by writing: what can be read is no sign of that. Never rejects. */
export function createWriteProbe({ writer, serviceClock }: WriteProbeParts): () => Promise<string | null> {
  let look: { readonly atMs: number; readonly fault: Promise<string | null> } | null = null
  return () => {
    const nowMs = serviceClock.now()
    if (look === null || nowMs - look.atMs >= SHARED_MS) {
      const written = writer.submit('keepTime', serviceClock.reading())
      look = { atMs: nowMs, fault: written.then(() => null, messageOf) }
    }
    return look.fault
  }
}
