const POINTER_BYTES = 8

/** Lists of texts as C takes them, by their addresses. */
export interface CStrings {
  /** Of each list: an array of pointers to its texts, which ends with null. */
  readonly arrays: readonly bigint[]
  /** Of the first text of each list, which ends with a NUL. */
  readonly firsts: readonly bigint[]
  /** Where all of it is: hold it for as long as C may read it. */
  readonly memory: Buffer
}

/**
 * Lays lists of texts out in memory, as UTF-8.
 *
 * @param addressOf the address of a buffer
 * @throws Error for a text with a NUL: C would read a part of it
 */
export function cStrings(
  lists: readonly (readonly string[])[],
  addressOf: (buffer: Buffer) => bigint,
): CStrings {
  const texts = lists.flat()
  if (texts.some((text) => text.includes('\0'))) throw new Error('an argument or a variable contains a NUL')
  const pointersBytes = (texts.length + lists.length) * POINTER_BYTES
  const textsBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
  // Not from the pool of Node, whose memory many share.
  const memory = Buffer.alloc(pointersBytes + textsBytes)
  const base = addressOf(memory)
  let pointerAt = 0
  let textAt = pointersBytes
  const placed = lists.map((list) => {
    const place = { array: base + BigInt(pointerAt), first: base + BigInt(textAt) }
    for (const text of list) {
      pointerAt = memory.writeBigUInt64LE(base + BigInt(textAt), pointerAt)
      textAt += memory.write(text, textAt) + 1
    }
    pointerAt += POINTER_BYTES
    return place
  })
  return { arrays: placed.map(({ array }) => array), firsts: placed.map(({ first }) => first), memory }
}
