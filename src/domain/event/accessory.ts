import type { SourceEvent } from './event.ts'

/** Tags that stand for a digest: cosign's `sha256-HEX.sig`, `.att` and `.sbom`, and the referrers tag of OCI 1.1 without an end. */
const DIGEST_TAG = /^(sha256|sha512)-([0-9a-f]{64}|[0-9a-f]{128})(?:\.[a-z]+)?$/

/** The digest of what is signed, attested or referred to by the artifact with this tag; null for every other tag. */
export function subjectOfTag(tag: string | null): string | null {
  const match = tag === null ? null : DIGEST_TAG.exec(tag)
  return match === null ? null : `${match[1] ?? ''}:${match[2] ?? ''}`
}

/** An event, as that of an accessory where its artifact has a subject or such a tag; an event whose role is known stays as it is. */
export function asAccessoryEvent<Event extends Pick<SourceEvent, 'artifacts' | 'role'>>(event: Event): Event {
  const [artifact, ...others] = event.artifacts
  const subject = artifact === undefined ? null : (artifact.subject ?? subjectOfTag(artifact.tag))
  if (artifact === undefined || subject === null || event.role !== 'root') return event
  return { ...event, role: 'accessory', artifacts: [{ ...artifact, subject }, ...others] }
}
