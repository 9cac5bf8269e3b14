import type { KnownTag } from '../event/known-tag.ts'
import type { Manifest } from '../event/manifest.ts'
import type { Moment } from '../event/moment.ts'

/** A repository of one source. */
export interface RepositoryKey {
  readonly sourceId: number
  readonly repository: string
}

/** What events have shown of the manifests and tags of registries. */
export interface RegistryKnowledge {
  manifest: (repository: RepositoryKey, digest: string) => Promise<Manifest | null>
  /** The indexes that list a manifest. */
  parentsOf: (repository: RepositoryKey, digest: string) => Promise<readonly Manifest[]>
  /** Whether a stored manifest refers to a blob of this digest. Looks at every manifest of the repository. */
  isBlob: (repository: RepositoryKey, digest: string) => Promise<boolean>
  /** Of several tags of a digest, the one that was pushed last; null where there are fewer than two, or the newest events have no push of them. */
  lastPushedTag: (repository: RepositoryKey, digest: string) => Promise<string | null>
  /** When a stored manifest was last pushed; null when it is not stored. */
  lastPush: (repository: RepositoryKey, digest: string) => Promise<Moment | null>
  /** All tags and all deleted names, or null when there are more than `limit` of either. */
  tags: (repository: RepositoryKey, limit: number) => Promise<readonly KnownTag[] | null>
  /** What is known under these names, and the tags that point to this digest: that looks at every tag of the repository. */
  tagsAbout: (
    repository: RepositoryKey,
    about: { readonly names: readonly string[]; readonly digest: string | null },
  ) => Promise<readonly KnownTag[]>
}
