import { type Artifact, type ArtifactRole, type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { artifactAction, shapeOf } from '../domain/event/event-type.ts'
import type { Manifest } from '../domain/event/manifest.ts'
import { momentOf } from '../domain/event/moment.ts'
import { withManifest } from '../domain/event/with-manifest.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'
import type { ReportedBlob, Sources } from '../domain/registry/source.ts'
import { ReportedBlobs } from './reported-blobs.ts'
import { isLate } from './tags/is-late.ts'

export interface KnownFactsParts {
  readonly registry: Pick<
    RegistryKnowledge,
    'manifest' | 'isBlob' | 'tagsAbout' | 'lastPush' | 'lastPushedTag'
  >
  readonly sources: Pick<Sources, 'list'>
}

/** What is left in memory of a deleted manifest. */
interface Deleted {
  readonly facts: Partial<Artifact>
  readonly role: ArtifactRole
}

/** Deleted manifests kept in memory, for the tags that a registry reports as deleted after them; beyond that the oldest go. */
const MAX_DELETED = 10_000

/**
 * Adds the stored manifest to events whose source reports only a digest or a tag, so that filters by media type, artifact type
 * and size hold for them, and leaves out deletions of blobs, which a registry reports in the same form.
 */
export class KnownFacts {
  readonly #parts: KnownFactsParts
  readonly #toleranceMs: number
  readonly #blobs = new ReportedBlobs()
  readonly #deleted = new Map<string, Deleted>()

  /** @param toleranceMs how far the clocks of two instances of a registry may be apart */
  constructor(parts: KnownFactsParts, toleranceMs: number) {
    this.#parts = parts
    this.#toleranceMs = toleranceMs
  }

  /** Notes blobs that a source reported, so that their deletions are recognised. */
  noteBlobs(sourceId: number, blobs: readonly ReportedBlob[]): void {
    this.#blobs.note(sourceId, blobs)
  }

  /** The events of one notification, in their order. */
  async addTo(events: readonly RegistryEvent[]): Promise<readonly RegistryEvent[]> {
    if (!events.some(lacksFacts)) return events
    const completed: RegistryEvent[] = []
    for (const event of events) {
      const complete = lacksFacts(event) ? await this.#complete(event, completed) : event
      if (complete !== null) completed.push(complete)
    }
    return completed
  }

  /** Null for the deletion of a blob. */
  async #complete(event: RegistryEvent, earlier: readonly RegistryEvent[]): Promise<RegistryEvent | null> {
    const digest = artifactOf(event).digest ?? (await this.#digestOfTag(event, earlier))
    if (digest === null) return event
    const key = keyOf(event, digest)
    const manifest = await this.#manifest(event, digest)
    if (artifactAction(event.type) !== 'delete')
      return manifest === null ? withDeleted(event, this.#deleted.get(key)) : withManifest(event, manifest)
    const pushes = earlier.filter((one) => isPushOf(one, event, digest))
    const [push] = pushes
    if (manifest === null && push === undefined && (await this.#isBlob(event, digest))) return null
    const placed = withLastTag(await this.#withLastPush(event, digest), pushes)
    const deletion = manifest === null ? withFactsOf(placed, push) : withManifest(placed, manifest)
    if (manifest !== null || push !== undefined) this.#remember(key, deletion)
    return deletion
  }

  async #isBlob(event: RegistryEvent, digest: string): Promise<boolean> {
    return this.#blobs.has(event, digest) || (await this.#parts.registry.isBlob(event, digest))
  }

  /** Of the tags that go with a deleted manifest Harbor names the one that was pushed last. A push after the deletion makes it late. */
  async #withLastPush(event: RegistryEvent, digest: string): Promise<RegistryEvent> {
    const { registry } = this.#parts
    const isNamed = artifactOf(event).tag !== null
    const [lastTag, lastPush] = await Promise.all([
      isNamed ? null : registry.lastPushedTag(event, digest),
      registry.lastPush(event, digest),
    ])
    return { ...event, ...(lastTag !== null && { lastTag }), ...(lastPush !== null && { lastPush }) }
  }

  /** Where a deleted tag pointed: as an earlier event of the notification shows, or as it is stored, unless it was pushed after that. */
  async #digestOfTag(event: RegistryEvent, earlier: readonly RegistryEvent[]): Promise<string | null> {
    const { tag } = artifactOf(event)
    if (tag === null) return null
    const shows = earlier.findLast(
      (one) => one.repository === event.repository && artifactOf(one).tag === tag,
    )
    if (shows !== undefined) return artifactOf(shows).digest
    const { sourceId, repository } = event
    const names = [{ sourceId, repository, name: tag }]
    const [found] = await this.#parts.registry.tagsAbout({ names, digests: [] })
    if (found === undefined) return null
    const stored = found.tag
    const now = { nowMs: event.acceptedAtMs, toleranceMs: this.#toleranceMs }
    const isRepushed = stored.deletedAtMs === null && isLate(momentOf(event), stored.moved, now)
    return isRepushed ? null : stored.digest || null
  }

  async #manifest(event: RegistryEvent, digest: string): Promise<Manifest | null> {
    const { registry, sources } = this.#parts
    const own = await registry.manifest(event, digest)
    if (own !== null || shapeOf(event.type) !== 'scan') return own
    // A scanner is a source of its own. A digest names the same bytes wherever it is stored.
    for (const { id: sourceId } of await sources.list()) {
      const found = await registry.manifest({ sourceId, repository: event.repository }, digest)
      if (found !== null) return found
    }
    return null
  }

  #remember(key: string, deletion: RegistryEvent): void {
    this.#deleted.delete(key)
    this.#deleted.set(key, factsOf(deletion))
    const [oldest] = this.#deleted.keys()
    if (this.#deleted.size > MAX_DELETED && oldest !== undefined) this.#deleted.delete(oldest)
  }
}

function factsOf(event: RegistryEvent): Deleted {
  const { mediaType, artifactType, sizeBytes, contentBytes, platforms, subject } = artifactOf(event)
  return { facts: { mediaType, artifactType, sizeBytes, contentBytes, platforms, subject }, role: event.role }
}

/** A deletion whose manifest was pushed in the same notification, so that the store does not know it yet. */
function withFactsOf(deletion: RegistryEvent, push: RegistryEvent | undefined): RegistryEvent {
  return push === undefined ? deletion : withDeleted(deletion, factsOf(push))
}

/** The last tag that the same notification gave to the digest goes before what the store knows. */
function withLastTag(deletion: RegistryEvent, pushes: readonly RegistryEvent[]): RegistryEvent {
  const lastTag = pushes.map((push) => artifactOf(push).tag).findLast((tag) => tag !== null) ?? null
  return lastTag === null ? deletion : { ...deletion, lastTag }
}

function isPushOf(one: RegistryEvent, { repository }: RegistryEvent, digest: string): boolean {
  const isPush = artifactAction(one.type) === 'push'
  return isPush && one.repository === repository && artifactOf(one).digest === digest
}

/** An event about a manifest that an earlier event deleted. */
function withDeleted(event: RegistryEvent, deleted: Deleted | undefined): RegistryEvent {
  if (deleted === undefined) return event
  const artifacts = event.artifacts.map((artifact) => ({ ...artifact, ...deleted.facts }))
  return { ...event, artifacts, role: event.role === 'root' ? deleted.role : event.role }
}

/** Pushes and pulls of registries bring their facts along, and must not wait for a look into the store. */
function lacksFacts(event: RegistryEvent): boolean {
  const { digest, mediaType, artifactType, sizeBytes } = artifactOf(event)
  const action = artifactAction(event.type)
  if (action === 'delete') return digest !== null
  if (action === 'pull') return digest !== null && mediaType === null
  if (event.type === 'DELETE_TAG') return true
  const isAboutArtifact = shapeOf(event.type) === 'tag' || shapeOf(event.type) === 'scan'
  return isAboutArtifact && digest !== null && [mediaType, artifactType, sizeBytes].includes(null)
}

function keyOf({ sourceId, repository }: RegistryEvent, digest: string): string {
  return JSON.stringify([sourceId, repository, digest])
}
