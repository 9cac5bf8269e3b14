/** A field of a protobuf message: a number, or the bytes of a text or of a message in it. */
export interface ProtobufField {
  readonly number: number
  readonly value: bigint | Buffer
}

/** The fields of a message in their order, as the wire format has them (https://protobuf.dev/programming-guides/encoding/). */
export function fieldsIn(bytes: Buffer): readonly ProtobufField[] {
  const fields: ProtobufField[] = []
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const fixed = (length: 4 | 8): bigint => {
    const value = length === 8 ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUInt32LE(at))
    at += length
    return value
  }
  const counted = (): Buffer => {
    const length = Number(varint())
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const value = [varint, () => fixed(8), counted, null, null, () => fixed(4)][tag & 7]?.()
    if (value === undefined) throw new Error(`the field ${tag >> 3} has the unknown wire type ${tag & 7}`)
    fields.push({ number: tag >> 3, value })
  }
  return fields
}

/** The bytes of each field of this number. */
export function messagesIn(bytes: Buffer, number: number): readonly Buffer[] {
  return fieldsIn(bytes).flatMap((field) =>
    field.number === number && Buffer.isBuffer(field.value) ? field.value : [],
  )
}

/** A number, such as that of an enum; 0 where it is left out. */
export function numberIn(bytes: Buffer, number: number): bigint {
  const value = fieldsIn(bytes).findLast((field) => field.number === number)?.value
  return typeof value === 'bigint' ? value : 0n
}
