import type { KnownTag } from '../../domain/registry/registry-knowledge.ts'

/** The tags of one repository, as they stand after the last event that was decided. */
export class Tags {
  readonly #digests = new Map<string, string>()
  readonly #names = new Map<string, Set<string>>()
  /** Tags whose manifest was deleted, with its digest, until the registry reports them as deleted too. */
  readonly #gone = new Map<string, string>()

  /** False: only the tags that one event is about. */
  readonly areAll: boolean

  constructor(tags: readonly KnownTag[], { areAll = true } = {}) {
    this.areAll = areAll
    for (const { name, digest, isGone } of tags) {
      if (isGone) this.#gone.set(name, digest)
      else this.point(name, digest)
    }
  }

  get size(): number {
    return this.#digests.size
  }

  /** The tags that point to a digest. */
  of(digest: string): readonly string[] {
    return [...(this.#names.get(digest) ?? [])].sort()
  }

  digestOf(name: string): string | null {
    return this.#digests.get(name) ?? null
  }

  /** The digest that a tag points to, or pointed to before its manifest was deleted. */
  lastDigestOf(name: string): string | null {
    return this.digestOf(name) ?? this.#gone.get(name) ?? null
  }

  point(name: string, digest: string): void {
    if (this.digestOf(name) === digest) return
    this.remove(name)
    this.#digests.set(name, digest)
    const names = this.#names.get(digest)
    if (names === undefined) this.#names.set(digest, new Set([name]))
    else names.add(name)
  }

  remove(name: string): void {
    this.#gone.delete(name)
    const digest = this.#digests.get(name)
    if (digest === undefined) return
    this.#digests.delete(name)
    const names = this.#names.get(digest)
    names?.delete(name)
    if (names?.size === 0) this.#names.delete(digest)
  }

  /** Removes the tags of a deleted manifest, and returns their names. */
  removeAll(digest: string): readonly string[] {
    const names = this.of(digest)
    for (const name of names) {
      this.remove(name)
      this.#gone.set(name, digest)
    }
    return names
  }
}
