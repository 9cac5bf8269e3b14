import { type Trouble, WHOLE_SYSTEM } from '../domain/problem/problem.ts'
import { silentAfterMs } from '../domain/registry/silent-after.ts'
import type { SourceView } from '../domain/registry/source.ts'

export interface SourceTroublesInput {
  readonly sources: readonly SourceView[]
  /** When this process has seen the last event of a source, or null. */
  readonly lastEventOf: (sourceId: number) => number | null
  readonly nowMs: number
}

/** A wrong token is a mistake for so long … */
const WRONG_FOR_MS = 60_000
/** … and over when nobody has shown one for so long. */
const FORGOTTEN_AFTER_MS = 3_600_000

/** What is wrong with sources: Bellbuoy refuses what they send, or nothing comes. One that is refused is not silent too. */
export function sourceTroubles({ sources, ...input }: SourceTroublesInput): readonly Trouble[] {
  return sources.flatMap(
    (source) => refused(source) ?? wrongToken(source, input) ?? silent(source, input) ?? [],
  )
}

type Facts = Omit<SourceTroublesInput, 'sources'>

function refused({ id, refusedSinceMs }: SourceView): Trouble | null {
  if (refusedSinceMs === null) return null
  return of(id, { kind: 'source_refused', cause: 'refused', reason: '', sinceMs: refusedSinceMs })
}

/** Anyone can call with a wrong token, so that alone says nothing of a source that goes on to report events. */
function wrongToken(source: SourceView, { lastEventOf, nowMs }: Facts): Trouble | null {
  const wrong = source.wrongTokens
  if (wrong === null || wrong.lastMs - wrong.sinceMs < WRONG_FOR_MS) return null
  if (nowMs - wrong.lastMs > FORGOTTEN_AFTER_MS) return null
  if ((lastEventAtMs(source, lastEventOf) ?? 0) >= wrong.sinceMs) return null
  const reason = `${wrong.address} shows a wrong token`
  return of(source.id, { kind: 'source_refused', cause: 'wrong_token', reason, sinceMs: wrong.sinceMs })
}

function silent(source: SourceView, { lastEventOf, nowMs }: Facts): Trouble | null {
  const afterMs = silentAfterMs(source.settings)
  const lastMs = lastEventAtMs(source, lastEventOf) ?? source.createdAtMs
  if (afterMs === null || nowMs - lastMs < afterMs) return null
  return of(source.id, { kind: 'source_silent', cause: 'silent', reason: '', sinceMs: lastMs })
}

function lastEventAtMs({ id, lastEventAtMs: storedMs }: SourceView, lastEventOf: Facts['lastEventOf']) {
  const seenMs = lastEventOf(id)
  return seenMs === null || storedMs === null ? (seenMs ?? storedMs) : Math.max(seenMs, storedMs)
}

function of(sourceId: number, trouble: Pick<Trouble, 'kind' | 'cause' | 'reason' | 'sinceMs'>): Trouble {
  return { ...WHOLE_SYSTEM, ...trouble, sourceId, isQuiet: false }
}
