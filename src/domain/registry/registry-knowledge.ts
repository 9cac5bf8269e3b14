import type { KnownTag } from '../event/known-tag.ts'
import type { Manifest } from '../event/manifest.ts'
import type { Moment } from '../event/moment.ts'

/** A repository of one source. */
export interface RepositoryKey {
  readonly sourceId: number
  readonly repository: string
}

/** Tags of one digest that are looked at; an event names no more, and the deletion of the digest takes no more along. */
export const MAX_TAGS_OF_DIGEST = 1000

export interface TagLookUps {
  readonly names: readonly (RepositoryKey & Pick<KnownTag, 'name'>)[]
  readonly digests: readonly (RepositoryKey & Pick<KnownTag, 'digest'>)[]
}

export interface TagOfRepository extends RepositoryKey {
  readonly tag: KnownTag
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
  /**
   * What is known under names, and the tags that point to digests, each found by an index. Of one digest, the first
   * `MAX_TAGS_OF_DIGEST` tags by name. A tag that is found both ways may come twice.
   */
  tagsAbout: (lookUps: TagLookUps) => Promise<readonly TagOfRepository[]>
  /** When the youngest tag of a repository moved, by the clock of each instance. Looks at every tag of the repository. */
  youngestTags: (repository: RepositoryKey) => Promise<readonly Moment[]>
}
