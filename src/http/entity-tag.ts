/** A strong entity tag (RFC 9110 8.8.3). @param revision without quotation marks and control characters */
export function entityTag(revision: string): string {
  return `"${revision}"`
}

const TAG = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y

/**
 * Whether an `If-Match` names a revision of what exists (RFC 9110 13.1.1): `*`, or a list of tags by strong comparison, so that a weak one
 * names nothing. What is no such list names nothing either.
 */
export function ifMatchNames(header: string, revision: string): boolean {
  if (header.trim() === '*') return true
  TAG.lastIndex = 0
  let isNamed = false
  while (TAG.lastIndex < header.length) {
    const [, weak, opaque] = TAG.exec(header) ?? []
    if (opaque === undefined) return false
    isNamed ||= weak === undefined && opaque === revision
  }
  return isNamed
}
