import type { Manifest } from '../event/manifest.ts'

/** A repository of one registry. */
export interface RepositoryPlace {
  readonly sourceId: number
  readonly repository: string
}

export interface KnownTag {
  readonly name: string
  /** Where it points to. */
  readonly digest: string
  /** Its manifest was deleted, and the registry has not yet told that the tag went with it. */
  readonly isGone: boolean
}

/** What events have told of registries, as far as it was stored with them. */
export interface RegistryKnowledge {
  manifest: (place: RepositoryPlace, digest: string) => Promise<Manifest | null>
  /** The indexes that a manifest belongs to. */
  parentsOf: (place: RepositoryPlace, digest: string) => Promise<readonly Manifest[]>
  /** Whether a known manifest refers to this digest as to a blob. It looks at every manifest of the repository. */
  isBlob: (place: RepositoryPlace, digest: string) => Promise<boolean>
  /** All tags, or null when there are more than `limit`. */
  tags: (place: RepositoryPlace, limit: number) => Promise<readonly KnownTag[] | null>
  /** The tag of this name and the tags that point to this digest. */
  tagsAbout: (
    place: RepositoryPlace,
    about: { readonly name: string | null; readonly digest: string | null },
  ) => Promise<readonly KnownTag[]>
}
