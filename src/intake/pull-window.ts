import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { artifactAction } from '../domain/event/event-type.ts'
import { childrenOf } from '../domain/event/manifest.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'

/** Pulls kept in memory; beyond that the oldest are dropped, and their repeats are events of their own. */
const MAX_PULLS = 100_000

interface Pull {
  readonly sourceEventId: string
  readonly atMs: number
}

export interface MergedPulls {
  readonly events: readonly RegistryEvent[]
  /** Pulls that belong to an earlier one. */
  readonly merged: number
}

/**
 * Merges the requests of one pull: skopeo reads a manifest twice, docker an index and then one of its images. Requests of one
 * client for one digest, or for a manifest of an index that it pulled, are one pull within the window.
 */
export class PullWindow {
  readonly #windowMs: number
  /** In the order they were stored. */
  readonly #pulls = new Map<string, Pull>()

  /** @param windowMs 0: each request is a pull */
  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /**
   * Leaves out the events that belong to a stored pull, or to an earlier one of the same notification.
   *
   * @param isReadBack whether a client reads back what it has just pushed, which is part of its push; asked in order
   */
  merge(
    events: readonly RegistryEvent[],
    isReadBack: (event: RegistryEvent) => boolean = () => false,
  ): MergedPulls {
    const inNotification = new Map<string, Pull>()
    const kept = events.filter((event) => {
      if (isReadBack(event)) return false
      if (this.#windowMs === 0) return true
      const key = keyOf(event, artifactOf(event).digest)
      if (key === null) return true
      if (this.#belongs(event, this.#pulls.get(key)) || this.#belongs(event, inNotification.get(key)))
        return false
      for (const one of keysOf(event, reportedChildren(event))) inNotification.set(one, pullOf(event))
      return true
    })
    return { events: kept, merged: events.length - kept.length }
  }

  /** An event with the same id is a repeat of the pull itself, which the store recognises. */
  #belongs(event: RegistryEvent, pull: Pull | undefined): boolean {
    if (pull === undefined || pull.sourceEventId === event.sourceEventId) return false
    return Math.abs(event.occurredAtMs - pull.atMs) < this.#windowMs
  }

  /** Opens the windows of stored pulls; a pull that was not stored must not absorb others. */
  async remember(
    stored: readonly RegistryEvent[],
    registry: Pick<RegistryKnowledge, 'manifest'>,
  ): Promise<void> {
    if (this.#windowMs === 0) return
    for (const event of stored) {
      if (keyOf(event, artifactOf(event).digest) === null) continue
      for (const key of keysOf(event, await childrenIn(event, registry))) {
        this.#pulls.delete(key)
        this.#pulls.set(key, pullOf(event))
      }
    }
    for (const key of this.#pulls.keys()) {
      if (this.#pulls.size <= MAX_PULLS) return
      this.#pulls.delete(key)
    }
  }
}

function pullOf({ sourceEventId, occurredAtMs }: RegistryEvent): Pull {
  return { sourceEventId, atMs: occurredAtMs }
}

/** Null when the event is no pull, or its client is unknown. */
function keyOf(
  { type, sourceId, repository, operator, client }: RegistryEvent,
  digest: string | null,
): string | null {
  if (artifactAction(type) !== 'pull' || client === undefined || digest === null) return null
  return JSON.stringify([sourceId, repository, digest, operator, client])
}

function keysOf(event: RegistryEvent, children: readonly string[]): readonly string[] {
  return [artifactOf(event).digest, ...children].flatMap((digest) => keyOf(event, digest) ?? [])
}

function reportedChildren(event: RegistryEvent): readonly string[] {
  return childrenOf({ mediaType: artifactOf(event).mediaType, references: event.references ?? [] })
}

/** The manifests of an index, as reported or else as stored. */
async function childrenIn(
  event: RegistryEvent,
  registry: Pick<RegistryKnowledge, 'manifest'>,
): Promise<readonly string[]> {
  const { digest } = artifactOf(event)
  const reported = reportedChildren(event)
  if (reported.length > 0 || digest === null || event.references !== undefined) return reported
  const manifest = await registry.manifest(event, digest)
  return manifest === null ? [] : childrenOf(manifest)
}
