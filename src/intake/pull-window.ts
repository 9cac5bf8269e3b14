import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { artifactAction } from '../domain/event/event-type.ts'
import { childrenOf } from '../domain/event/manifest.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'

/** Pulls that memory holds; beyond that the oldest are forgotten, and a repeated pull is told twice. */
const MAX_PULLS = 100_000

interface Pull {
  readonly sourceEventId: string
  readonly atMs: number
}

export interface Merged {
  readonly events: readonly RegistryEvent[]
  /** Pulls that are part of one before them. */
  readonly merged: number
}

/**
 * Makes one of the requests that clients pull with: skopeo reads a manifest twice, docker an index and then its own image.
 * The same caller's requests for the same, or for a part of an index, within the window are one pull.
 */
export class PullWindow {
  readonly #windowMs: number
  /** In the order they were stored in. */
  readonly #pulls = new Map<string, Pull>()

  /** @param windowMs 0: each request is a pull */
  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Parts out what belongs to a pull that is stored, or that stands before it in the same notification. */
  merge(events: readonly RegistryEvent[]): Merged {
    if (this.#windowMs === 0) return { events, merged: 0 }
    const together = new Map<string, Pull>()
    const kept = events.filter((event) => {
      const key = keyOf(event, artifactOf(event).digest)
      if (key === null) return true
      if (this.#belongs(event, this.#pulls.get(key)) || this.#belongs(event, together.get(key))) return false
      for (const one of keysOf(event, referencesOf(event))) together.set(one, pullOf(event))
      return true
    })
    return { events: kept, merged: events.length - kept.length }
  }

  /** What was told before under the same id is the same pull told again: whether it was stored is the store's to say. */
  #belongs(event: RegistryEvent, pull: Pull | undefined): boolean {
    if (pull === undefined || pull.sourceEventId === event.sourceEventId) return false
    return Math.abs(event.occurredAtMs - pull.atMs) < this.#windowMs
  }

  /** Begins the windows of pulls that are stored: one that is not stored may not swallow others. */
  async remember(
    stored: readonly RegistryEvent[],
    registry: Pick<RegistryKnowledge, 'manifest'>,
  ): Promise<void> {
    if (this.#windowMs === 0) return
    for (const event of stored) {
      if (keyOf(event, artifactOf(event).digest) === null) continue
      for (const key of keysOf(event, await partsOf(event, registry))) {
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

/** Null for what is no pull, or nobody's that could be told from another. */
function keyOf(
  { type, sourceId, repository, operator, client }: RegistryEvent,
  digest: string | null,
): string | null {
  if (artifactAction(type) !== 'pull' || client === undefined || digest === null) return null
  return JSON.stringify([sourceId, repository, digest, operator, client])
}

function keysOf(event: RegistryEvent, parts: readonly string[]): readonly string[] {
  return [artifactOf(event).digest, ...parts].flatMap((digest) => keyOf(event, digest) ?? [])
}

function referencesOf(event: RegistryEvent): readonly string[] {
  return childrenOf({ mediaType: artifactOf(event).mediaType, references: event.references ?? [] })
}

/** The manifests of an index, from what it told or what is stored. */
async function partsOf(
  event: RegistryEvent,
  registry: Pick<RegistryKnowledge, 'manifest'>,
): Promise<readonly string[]> {
  const { digest } = artifactOf(event)
  const told = referencesOf(event)
  if (told.length > 0 || digest === null || event.references !== undefined) return told
  const manifest = await registry.manifest(event, digest)
  return manifest === null ? [] : childrenOf(manifest)
}
