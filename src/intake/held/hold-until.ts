import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { isManifestType } from '../../domain/event/manifest.ts'

export interface HoldingTimes {
  /** How long an untagged push waits for an index or subject that claims it; 0: never. */
  readonly settleMs: number
  /** How long any event waits for what its registry can say of it. */
  readonly enrichTimeoutMs: number
}

/**
 * Until when an event has to wait for what decides it, or null when it can be decided at once: a push without a tag may turn
 * out to be a part of an index, and a registry that can be read may know more than it told.
 *
 * @param isReadable whether the registry can be asked
 */
export function heldUntilMs(event: RegistryEvent, isReadable: boolean, times: HoldingTimes): number | null {
  const { digest, mediaType } = artifactOf(event)
  const action = artifactAction(event.type)
  if (digest === null || !isManifestType(mediaType) || (action !== 'push' && action !== 'pull')) return null
  const claimMs = action === 'push' && canBeClaimed(event, isReadable) ? times.settleMs : 0
  const waitMs = Math.max(claimMs, isReadable ? times.enrichTimeoutMs : 0)
  return waitMs === 0 ? null : event.acceptedAtMs + waitMs
}

/** Where a registry tells no references and cannot be read, no index ever says what belongs to it. */
function canBeClaimed(event: RegistryEvent, isReadable: boolean): boolean {
  const isUntagged = artifactOf(event).tag === null && event.role === 'root'
  return isUntagged && (isReadable || event.references !== undefined)
}
