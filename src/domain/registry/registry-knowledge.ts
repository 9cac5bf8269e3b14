import type { Manifest } from '../event/manifest.ts'

/** A repository of one source. */
export interface RepositoryKey {
  readonly sourceId: number
  readonly repository: string
}

export interface KnownTag {
  readonly name: string
  /** The digest that it points to. */
  readonly digest: string
  /** Its manifest was deleted, and the registry has not reported yet that the tag was deleted with it. */
  readonly isGone: boolean
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
  /** All tags, or null when there are more than `limit`. */
  tags: (repository: RepositoryKey, limit: number) => Promise<readonly KnownTag[] | null>
  /** The tag of this name and the tags that point to this digest. */
  tagsAbout: (
    repository: RepositoryKey,
    about: { readonly name: string | null; readonly digest: string | null },
  ) => Promise<readonly KnownTag[]>
}
