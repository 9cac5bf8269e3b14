import { type KnownTag, WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'
import type { Moment } from '../../domain/event/moment.ts'

/** What was read from the store, with what it was asked for. */
export interface ReadTags {
  readonly names: readonly string[]
  readonly digests: readonly string[]
  readonly tags: readonly KnownTag[]
  /** When the youngest tags of the whole repository moved; null when they were not asked for. */
  readonly youngest: readonly Moment[] | null
}

/** The deletion of a whole repository. */
export interface RepositoryDeletion {
  readonly moment: Moment
  /** Whether a tag went with it: it was not pushed afterwards. */
  readonly takes: (tag: KnownTag) => boolean
}

/**
 * Tags of one repository of a source, as they stand after the last event that was decided: as many as events were about. What an event has
 * changed goes before what is read afterwards, since the change may not be stored yet.
 */
export class Tags {
  /** By name, deleted ones too; null: there is none. */
  readonly #known = new Map<string, KnownTag | null>()
  /** The names of the known tags that point to a digest. */
  readonly #names = new Map<string, Set<string>>()
  /** The digests whose tags are all known. */
  readonly #digests = new Set<string>()
  /** The youngest deletion of the repository by each instance: what is read afterwards may have gone with it. */
  readonly #deletions = new Map<string | null, RepositoryDeletion>()
  #youngest: readonly Moment[] | null = null
  #size = 0

  constructor(tags: readonly KnownTag[] = []) {
    for (const tag of tags) this.set(tag)
  }

  /** How many known tags there are, deleted ones not counted. */
  get size(): number {
    return this.#size
  }

  /** How many facts are kept. */
  get facts(): number {
    return this.#known.size + this.#digests.size + this.#deletions.size
  }

  knowsName(name: string): boolean {
    return this.#known.has(name)
  }

  knowsDigest(digest: string): boolean {
    return this.#digests.has(digest)
  }

  get knowsYoungest(): boolean {
    return this.#youngest !== null
  }

  /** Adds what was read, where nothing is known yet. */
  add({ names, digests, tags, youngest }: ReadTags): void {
    for (const tag of tags) if (!this.#known.has(tag.name) && !this.#wentWithAll(tag)) this.set(tag)
    for (const name of names) if (!this.#known.has(name)) this.#known.set(name, null)
    for (const digest of digests) this.#digests.add(digest)
    this.#youngest = youngest ?? this.#youngest
  }

  /** The names of the tags that point to a digest. */
  of(digest: string): readonly string[] {
    return [...(this.#names.get(digest) ?? [])].sort()
  }

  /** The known tags. */
  all(): readonly KnownTag[] {
    return [...this.#known.values()].filter((tag) => tag?.deletedAtMs === null) as KnownTag[]
  }

  /** When tags of the repository moved, the youngest of each instance among them. */
  youngest(): readonly Moment[] {
    return [...(this.#youngest ?? []), ...this.all().map(({ moved }) => moved)]
  }

  /** The tag of this name; null when there is none. */
  get(name: string): KnownTag | null {
    const tag = this.#known.get(name)
    return tag?.deletedAtMs === null ? tag : null
  }

  /** The deletion of the tag, the manifest or the repository of this name; null when none is known, or a push has followed. */
  deletionOf(name: string): KnownTag | null {
    const tag = this.#known.get(name) ?? null
    return tag?.deletedAtMs === null ? null : tag
  }

  digestOf(name: string): string | null {
    return this.get(name)?.digest ?? null
  }

  /** The digest that a tag points to, or pointed to before its manifest was deleted. */
  lastDigestOf(name: string): string | null {
    return this.#known.get(name)?.digest || null
  }

  set(tag: KnownTag): void {
    const before = this.get(tag.name)
    this.#known.set(tag.name, tag)
    const isThere = tag.deletedAtMs === null
    if (before !== null && isThere && before.digest === tag.digest) return
    if (before !== null) this.#removeName(before)
    if (isThere) this.#addName(tag)
  }

  /** Forgets tags that went with the whole repository, and what was deleted in it before. */
  forgetAll(deletion: RepositoryDeletion): void {
    const { instance, atMs } = deletion.moment
    const before = this.#deletions.get(instance)
    if (before === undefined || before.moment.atMs <= atMs) this.#deletions.set(instance, deletion)
    this.#youngest = null
    for (const [name, tag] of this.#known) {
      if (tag === null || name === WHOLE_REPOSITORY || !deletion.takes(tag)) continue
      this.#known.set(name, null)
      if (tag.deletedAtMs === null) this.#removeName(tag)
    }
  }

  #wentWithAll(tag: KnownTag): boolean {
    return tag.name !== WHOLE_REPOSITORY && this.#deletions.values().some(({ takes }) => takes(tag))
  }

  #addName({ name, digest }: KnownTag): void {
    this.#size++
    const names = this.#names.get(digest)
    if (names === undefined) this.#names.set(digest, new Set([name]))
    else names.add(name)
  }

  #removeName({ name, digest }: KnownTag): void {
    this.#size--
    const names = this.#names.get(digest)
    names?.delete(name)
    if (names?.size === 0) this.#names.delete(digest)
  }
}
