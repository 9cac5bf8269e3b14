import { type KnownTag, WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'

/** The tags of one repository, as they stand after the last event that was decided. */
export class Tags {
  /** By name, deleted ones too. */
  readonly #known = new Map<string, KnownTag>()
  /** The names of the tags that point to a digest. */
  readonly #names = new Map<string, Set<string>>()
  #size = 0

  /** False: only what one event is about. */
  readonly areAll: boolean

  constructor(tags: readonly KnownTag[], { areAll = true } = {}) {
    this.areAll = areAll
    for (const tag of tags) this.set(tag)
  }

  /** How many tags there are, deleted ones not counted. */
  get size(): number {
    return this.#size
  }

  /** The names of the tags that point to a digest. */
  of(digest: string): readonly string[] {
    return [...(this.#names.get(digest) ?? [])].sort()
  }

  all(): readonly KnownTag[] {
    return [...this.#known.values()].filter(({ deletedAtMs }) => deletedAtMs === null)
  }

  /** The tag of this name; null when there is none. */
  get(name: string): KnownTag | null {
    const tag = this.#known.get(name)
    return tag?.deletedAtMs === null ? tag : null
  }

  /** The deletion of the tag, the manifest or the repository of this name; null when none is known, or a push has followed. */
  deletionOf(name: string): KnownTag | null {
    const tag = this.#known.get(name)
    return tag === undefined || tag.deletedAtMs === null ? null : tag
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
  forgetAll(isGone: (tag: KnownTag) => boolean): void {
    for (const [name, tag] of this.#known) {
      if (name === WHOLE_REPOSITORY || !isGone(tag)) continue
      this.#known.delete(name)
      if (tag.deletedAtMs === null) this.#removeName(tag)
    }
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
