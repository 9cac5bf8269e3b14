/** Tags that stand for a digest: cosign's `sha256-HEX.sig`, `.att` and `.sbom`, and the referrers tag of OCI 1.1 without an end. */
const DIGEST_TAG = /^(sha256|sha512)-([0-9a-f]{64}|[0-9a-f]{128})(?:\.[a-z]+)?$/

/** The digest of what is signed, attested or referred to by the artifact with this tag; null for every other tag. */
export function subjectOfTag(tag: string | null): string | null {
  const match = tag === null ? null : DIGEST_TAG.exec(tag)
  return match === null ? null : `${match[1] ?? ''}:${match[2] ?? ''}`
}
