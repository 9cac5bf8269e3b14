import { readFileSync } from 'node:fs'
import type { DistributionEnvelope } from './envelopes.ts'

export interface RecordedNotification {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: DistributionEnvelope
}

export type Recording = 'distribution-2.8-notifications' | 'distribution-2.8-more'

/** What a real registry sent, in order; `test/fixtures/README.md` says what happened at each line. */
export function recordedNotifications(recording: Recording): readonly RecordedNotification[] {
  const lines = readFileSync(new URL(`../../fixtures/${recording}.ndjson`, import.meta.url), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedNotification)
}
