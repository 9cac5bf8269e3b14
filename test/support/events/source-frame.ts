import { readFileSync } from 'node:fs'
import type { NotificationFrame, SourceKind } from '../../../src/domain/registry/source.ts'
import { type Translation, translationOf } from '../../../src/domain/registry/translation.ts'

export const RECEIVED_AT_MS = Date.parse('2026-03-02T00:00:00Z')

/** What comes with a notification, but for what `facts` say. */
export function frame(facts: Partial<NotificationFrame> = {}): NotificationFrame {
  return { mediaType: 'application/json', headers: {}, settings: {}, receivedAtMs: RECEIVED_AT_MS, ...facts }
}

/** What a kind of source makes of a body. */
export function translated(
  kind: SourceKind,
  body: unknown,
  facts: Partial<NotificationFrame> = {},
): Translation {
  return translationOf(kind.read(body, { ignoredUserAgents: [] }, frame(facts)))
}

/** The bodies of `test/fixtures/harbor-notifications.ndjson`; its `README.md` says which is which. */
export function harborNotifications(): readonly Record<string, unknown>[] {
  const text = readFileSync(new URL('../../fixtures/harbor-notifications.ndjson', import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
