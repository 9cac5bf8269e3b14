import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { artifactAction } from '../domain/event/event-type.ts'
import { childrenOf, isIndexType } from '../domain/event/manifest.ts'
import { type ReportKey, reportKeyOf } from '../domain/event/report-key.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'
import { isPull } from './scanner-pulls.ts'

/** Pulls kept in memory; beyond that the oldest are dropped, and their repeats are events of their own. */
const MAX_PULLS = 100_000

/** How long the parts of an index may take: a copy of a large index reads them one after the other. */
const MAX_PULL_MS = 300_000

/** Indexes within one, whose manifests are parts of its pull. */
const MAX_INDEXES = 50

interface Pull {
  readonly key: ReportKey
  readonly digest: string | null
  readonly atMs: number
  /** When the client last read the index or one of its parts. */
  lastAtMs: number
}

/**
 * Merges the requests of one pull: skopeo reads a manifest twice, docker an index and then one of its images. Requests of one
 * client for one digest are one pull within the window; so is each part of an index that it reads within a window of the one before.
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
   * Marks, with `partOf`, the events that belong to a stored pull, or to an earlier one of the same notification.
   *
   * @param readBackOf the push that a client reads back: the pull is part of it; asked in order
   * @param mayReadBack whether the pull may belong to a push that has its tag: it is decided later, and begins nothing; asked in order
   */
  markParts(
    events: readonly RegistryEvent[],
    readBackOf: (event: RegistryEvent) => ReportKey | null = () => null,
    mayReadBack: (event: RegistryEvent) => boolean = () => false,
  ): readonly RegistryEvent[] {
    const inNotification = new Map<string, Pull>()
    return events.map((event) => {
      const push = readBackOf(event)
      if (push === null && mayReadBack(event)) return event
      if (this.#pulls.size + inNotification.size > 0) {
        const closed = closedBy(event)
        if (closed !== null) for (const pulls of [this.#pulls, inNotification]) pulls.delete(closed)
      }
      const partOf = push ?? this.#pullAround(event, inNotification)
      return partOf === null ? event : { ...event, partOf }
    })
  }

  /**
   * The pull that an event belongs to; null when it is none or begins one.
   *
   * @param inNotification the pulls that earlier events of the notification began
   */
  #pullAround(event: RegistryEvent, inNotification: Map<string, Pull>): ReportKey | null {
    const key = this.#windowMs === 0 ? null : keyOf(event, artifactOf(event).digest)
    if (key === null) return null
    const around = [this.#pulls.get(key), inNotification.get(key)].find((pull) => this.#belongs(event, pull))
    if (around !== undefined) return around.key
    const pull = pullOf(event)
    for (const one of keysOf(event, reportedChildren(event))) inNotification.set(one, pull)
    return null
  }

  /** An event with the same id is a repeat of the pull itself, which the store recognises. */
  #belongs(event: RegistryEvent, pull: Pull | undefined): boolean {
    if (pull === undefined || pull.key.sourceEventId === event.sourceEventId) return false
    const { occurredAtMs } = event
    const isPart = artifactOf(event).digest !== pull.digest
    const sinceMs = isPart && occurredAtMs - pull.atMs < MAX_PULL_MS ? pull.lastAtMs : pull.atMs
    const belongs = Math.abs(occurredAtMs - sinceMs) < this.#windowMs
    if (belongs) pull.lastAtMs = Math.max(pull.lastAtMs, occurredAtMs)
    return belongs
  }

  /** Whether `remember` has anything to do for these events: pulls open windows, and pushes end some. */
  concerns(events: readonly RegistryEvent[]): boolean {
    return this.#windowMs > 0 && (this.#pulls.size > 0 || events.some(isPull))
  }

  /** Opens the windows of stored pulls; a pull that was not stored must not absorb others. */
  async remember(
    stored: readonly RegistryEvent[],
    registry: Pick<RegistryKnowledge, 'manifest'>,
  ): Promise<void> {
    if (this.#windowMs === 0) return
    for (const event of stored) {
      const closed = this.#pulls.size === 0 ? null : closedBy(event)
      if (closed !== null) this.#pulls.delete(closed)
      if (event.partOf !== undefined || keyOf(event, artifactOf(event).digest) === null) continue
      const pull = pullOf(event)
      for (const key of keysOf(event, await childrenIn(event, registry))) {
        this.#pulls.delete(key)
        this.#pulls.set(key, pull)
      }
    }
    for (const key of this.#pulls.keys()) {
      if (this.#pulls.size <= MAX_PULLS) return
      this.#pulls.delete(key)
    }
  }
}

function pullOf(event: RegistryEvent): Pull {
  const { occurredAtMs: atMs } = event
  return { key: reportKeyOf(event), digest: artifactOf(event).digest, atMs, lastAtMs: atMs }
}

/** The window that a push with a tag ends: what its client reads from then on is another pull. */
function closedBy(event: RegistryEvent): string | null {
  const { tag, digest } = artifactOf(event)
  return artifactAction(event.type) === 'push' && tag !== null ? keyOfClient(event, digest) : null
}

/** Null when the event is no pull, or its client is unknown. */
function keyOf(event: RegistryEvent, digest: string | null): string | null {
  return isPull(event) ? keyOfClient(event, digest) : null
}

function keyOfClient(
  { sourceId, repository, operator, client }: RegistryEvent,
  digest: string | null,
): string | null {
  if (client === undefined || digest === null) return null
  // The length of the account shows where it ends; repositories and digests have no spaces.
  return `${sourceId} ${repository} ${digest} ${operator.length} ${operator} ${client}`
}

function keysOf(event: RegistryEvent, children: readonly string[]): readonly string[] {
  return [artifactOf(event).digest, ...children].flatMap((digest) => keyOf(event, digest) ?? [])
}

function reportedChildren(event: RegistryEvent): readonly string[] {
  return childrenOf({ mediaType: artifactOf(event).mediaType, references: event.references ?? [] })
}

/** The manifests of an index and of the indexes that it lists, as reported or else as stored. */
async function childrenIn(
  event: RegistryEvent,
  registry: Pick<RegistryKnowledge, 'manifest'>,
): Promise<readonly string[]> {
  const { digest, mediaType } = artifactOf(event)
  if (digest === null) return []
  const { references } = event
  const top = references === undefined ? await registry.manifest(event, digest) : { mediaType, references }
  const children = new Set<string>()
  const indexes = top === null ? [] : [top]
  // Grows while it is walked.
  for (const index of indexes) {
    for (const child of childrenOf(index)) children.add(child)
    const nested = index.references.filter((reference) => isIndexType(reference.mediaType))
    for (const one of nested.slice(0, Math.max(0, MAX_INDEXES - indexes.length))) {
      const manifest = await registry.manifest(event, one.digest)
      if (manifest !== null) indexes.push(manifest)
    }
  }
  return [...children]
}
