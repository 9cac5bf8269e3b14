import type { Descriptor } from './descriptor.ts'
import type { Artifact, SourceEvent } from './event.ts'

/** What is known of a manifest in a repository; it never changes, since its digest names its bytes. */
export interface Manifest extends Pick<
  Artifact,
  'mediaType' | 'sizeBytes' | 'artifactType' | 'platforms' | 'subject'
> {
  readonly digest: string
  /** Of an image its config and layers, of an index its manifests; empty when unknown. */
  readonly references: readonly Descriptor[]
  /** Whether it was read from the registry itself: then there is nothing more to learn. */
  readonly isComplete: boolean
}

export const INDEX_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
])
const IMAGE_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
])

/** Manifests and indexes; everything else that a registry stores is a blob. */
export function isManifestType(mediaType: string | null): boolean {
  return (
    mediaType !== null &&
    (IMAGE_TYPES.has(mediaType) || INDEX_MEDIA_TYPES.has(mediaType) || isSchema1(mediaType))
  )
}

/** Docker's first manifests name neither config nor sizes. */
function isSchema1(mediaType: string): boolean {
  return /^application\/vnd\.docker\.distribution\.manifest\.v1\+(?:json|prettyjws)$/.test(mediaType)
}

export function isIndexType(mediaType: string | null): boolean {
  return mediaType !== null && INDEX_MEDIA_TYPES.has(mediaType)
}

/** The manifests of an index; empty for everything else. */
export function childrenOf({
  mediaType,
  references,
}: Pick<Manifest, 'mediaType' | 'references'>): readonly string[] {
  return isIndexType(mediaType) ? [...new Set(references.map(({ digest }) => digest))] : []
}

/** The media type of an image's config, which is the first of its references, or null when that is not known. */
export function configTypeOf({
  mediaType,
  references,
}: Pick<Manifest, 'mediaType' | 'references'>): string | null {
  if (mediaType === null || !IMAGE_TYPES.has(mediaType)) return null
  return references[0]?.mediaType || null
}

/** Bytes of an image with its config and layers, each once; null when they are not known, as for every index. */
export function contentBytesOf({
  mediaType,
  sizeBytes,
  references,
}: Pick<Manifest, 'mediaType' | 'sizeBytes' | 'references'>): number | null {
  if (sizeBytes === null || references.length === 0 || isIndexType(mediaType)) return null
  const sizes = new Map<string, number>()
  for (const reference of references) sizes.set(reference.digest, reference.sizeBytes)
  let sum = sizeBytes
  for (const size of sizes.values()) sum += size
  return sum
}

/** The platforms of an index's manifests as far as it names them; those of attestations are none. */
export function platformsOf({ references }: Pick<Manifest, 'references'>): readonly string[] {
  const named = references.flatMap(({ platform }) => platform ?? [])
  return named.length === 0
    ? named
    : [...new Set(named)].filter((platform) => !platform.startsWith('unknown/'))
}

/** What a source reported of the manifest that an event is about, or null without a digest. */
export function manifestOf({ artifacts, references = [] }: SourceEvent): Manifest | null {
  const [artifact] = artifacts
  if (artifact === undefined || artifact.digest === null) return null
  const { digest, mediaType, sizeBytes, artifactType, platforms, subject } = artifact
  return { digest, mediaType, sizeBytes, artifactType, platforms, subject, references, isComplete: false }
}
