import type { SourceEvent } from '../domain/event/event.ts'
import type { ReportedBlob } from '../domain/registry/source.ts'

/** Blobs kept in memory; beyond that the oldest are dropped. */
const MAX_BLOBS = 20_000

/**
 * The blobs that registries have reported as such since the start. A registry reports the deletion of a blob in the same words as that of
 * a manifest; while no manifest refers to the blob, only its upload, mount or pull shows what it was.
 */
export class ReportedBlobs {
  /** In the order in which they were reported last. */
  readonly #keys = new Set<string>()

  note(sourceId: number, blobs: readonly ReportedBlob[]): void {
    for (const { repository, digest } of blobs) {
      const key = keyOf(sourceId, repository, digest)
      this.#keys.delete(key)
      this.#keys.add(key)
    }
    for (const key of this.#keys) {
      if (this.#keys.size <= MAX_BLOBS) return
      this.#keys.delete(key)
    }
  }

  has(
    { sourceId, repository }: Pick<SourceEvent, 'repository'> & { readonly sourceId: number },
    digest: string,
  ): boolean {
    return this.#keys.has(keyOf(sourceId, repository, digest))
  }
}

function keyOf(sourceId: number, repository: string, digest: string): string {
  return `${sourceId} ${repository} ${digest}`
}
