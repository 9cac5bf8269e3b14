import { type Manifest, isIndexType } from '../../domain/event/manifest.ts'

/** What a manifest adds to the storage of its project: itself and its blobs; what an index lists adds itself. */
export function blobsOf({
  digest,
  sizeBytes,
  mediaType,
  references,
}: Manifest): readonly { readonly digest: string; readonly sizeBytes: number }[] {
  const own = { digest, sizeBytes: sizeBytes ?? 0 }
  if (isIndexType(mediaType)) return [own]
  return [...new Map([own, ...references].map((blob) => [blob.digest, blob])).values()]
}
