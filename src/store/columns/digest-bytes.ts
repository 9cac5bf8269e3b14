/** Digests by their algorithm: the byte that the stored form begins with, and how many hexadecimal digits follow in the text. */
const ALGORITHMS = [
  { lead: 1, prefix: 'sha256:', pattern: /^sha256:[0-9a-f]{64}$/ },
  { lead: 2, prefix: 'sha512:', pattern: /^sha512:[0-9a-f]{128}$/ },
] as const

/** The first byte of a digest that is stored as its text. */
const AS_TEXT = 0

/**
 * A digest as it is stored: a byte for its algorithm and its bytes, 33 for `sha256:…`. What is no such digest, or is written another way,
 * keeps its text, so that each comes back as it was.
 */
export function digestBytes(digest: string): Uint8Array {
  const algorithm = ALGORITHMS.find(({ pattern }) => pattern.test(digest))
  if (algorithm === undefined) return Buffer.from(`\0${digest}`)
  const { lead, prefix } = algorithm
  return Buffer.from(`0${lead}${digest.slice(prefix.length)}`, 'hex')
}

/** As `digestBytes`, where there may be none. */
export function digestBytesOrNull(digest: string | null): Uint8Array | null {
  return digest === null ? null : digestBytes(digest)
}

/** The text of a stored digest. */
export function digestOf(bytes: Uint8Array): string {
  const [lead = AS_TEXT] = bytes
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1)
  const algorithm = ALGORITHMS.find((one) => one.lead === lead)
  return algorithm === undefined ? stored.toString() : algorithm.prefix + stored.toString('hex')
}

/** As `digestOf`, where there may be none. */
export function digestOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : digestOf(bytes)
}
