import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { isManifestType } from '../../domain/event/manifest.ts'

export interface HoldTimes {
  /** How long a push without a tag waits for its tag, or for an index that lists it; 0: not at all. */
  readonly settleMs: number
  /** How long it waits at the longest while its client still pushes to the same repository. */
  readonly settleMaxMs: number
  /** How long an event waits for its registry's answer about the manifest. */
  readonly enrichTimeoutMs: number
}

/**
 * Until when an event is held, or null when it can be decided at once. A push without a tag may get its tag next, or
 * belong to an index that is pushed after it, and a registry that can be read may add to what it reported.
 *
 * @param isReadable whether the registry can be asked
 */
export function holdUntilMs(event: RegistryEvent, isReadable: boolean, times: HoldTimes): number | null {
  const { digest, mediaType } = artifactOf(event)
  const action = artifactAction(event.type)
  if (digest === null || !isManifestType(mediaType) || (action !== 'push' && action !== 'pull')) return null
  const parentMs = action === 'push' && isAwaited(event, isReadable) ? times.settleMs : 0
  const waitMs = Math.max(parentMs, isReadable ? times.enrichTimeoutMs : 0)
  return waitMs === 0 ? null : event.acceptedAtMs + waitMs
}

/** A tag or an index may follow, and can be recognised: by the client, or by what an index is reported or read to list. */
function isAwaited(event: RegistryEvent, isReadable: boolean): boolean {
  const isUntagged = artifactOf(event).tag === null && event.role === 'root'
  return isUntagged && (isReadable || event.references !== undefined || event.client !== undefined)
}
