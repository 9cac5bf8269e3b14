const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const BYTES = 16

/** A UUID as it is stored: its 16 bytes, which sort as the text does. What is no UUID keeps its text, and so is found nowhere. */
export function uuidBytes(uuid: string): Uint8Array {
  return UUID.test(uuid) ? Buffer.from(uuid.replaceAll('-', ''), 'hex') : Buffer.from(uuid)
}

/** The text of a stored UUID. */
export function uuidOf(bytes: Uint8Array): string {
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (stored.length !== BYTES) return stored.toString()
  const hex = stored.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
