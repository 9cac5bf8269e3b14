/** Media types that nearly every manifest or payload has. A place in this list is stored: new ones go to its end. */
const KNOWN = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.oci.image.layer.v1.tar+zstd',
  'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.oci.empty.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  'application/vnd.in-toto+json',
  'application/vnd.cncf.helm.config.v1+json',
  'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/octet-stream',
  'application/json',
  'application/cloudevents+json',
] as const

const MARK = '#'
const CODES: ReadonlyMap<string, string> = new Map(KNOWN.map((type, index) => [type, `${MARK}${index}`]))
const TYPES: ReadonlyMap<string, string> = new Map(KNOWN.map((type, index) => [`${MARK}${index}`, type]))

/** A media type as it is stored: `#` and its number in the list, or its text, of which a first `#` is doubled. */
export function mediaTypeCode(mediaType: string): string {
  return CODES.get(mediaType) ?? (mediaType.startsWith(MARK) ? MARK + mediaType : mediaType)
}

/** As `mediaTypeCode`, where there may be none. */
export function mediaTypeCodeOrNull(mediaType: string | null): string | null {
  return mediaType === null ? null : mediaTypeCode(mediaType)
}

/** The media type of a stored code. */
export function mediaTypeOf(code: string): string {
  return TYPES.get(code) ?? (code.startsWith(MARK) ? code.slice(MARK.length) : code)
}

/** As `mediaTypeOf`, where there may be none. */
export function mediaTypeOrNull(code: string | null): string | null {
  return code === null ? null : mediaTypeOf(code)
}
