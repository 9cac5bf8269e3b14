/** The most bytes of interim answers that are read before the final one. */
const MAX_INTERIM_BYTES = 64 * 1024
/** `HTTP/1.1 200`, and what follows the code. */
const STATUS_LENGTH = 13
const HTTP = Buffer.from('HTTP').readUInt32BE()
const VERSION = Buffer.from('/1.1').readUInt32BE()
const SPACE = 32
const CR = 13
const LF = 10

/** The receiver sent something that is not a valid HTTP answer; the message says why. */
export class AnswerFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AnswerFault'
  }
}

/**
 * Reads the start of one answer and skips interim answers with any code (RFC 9110, section 15.2), up to a limit of bytes.
 */
export class AnswerStart {
  #held: Buffer | null = null
  #bytes = 0

  /**
   * Takes the next bytes.
   *
   * @returns the bytes from the final answer's status line on, or null while that has not come
   * @throws AnswerFault
   */
  read(chunk: Buffer): Buffer | null {
    this.#bytes += chunk.length
    let rest = this.#held === null ? chunk : Buffer.concat([this.#held, chunk])
    this.#held = null
    while (rest.length > 0) {
      rest = withoutBlankLines(rest)
      const status = statusOf(rest)
      if (status !== null && status >= 200) return rest
      if (status === 101)
        throw new AnswerFault('it switched to another protocol (101), which nobody asked for')
      const end = status === null ? -1 : endOfHead(rest)
      if (end === -1) break
      rest = rest.subarray(end)
    }
    if (this.#bytes > MAX_INTERIM_BYTES)
      throw new AnswerFault(`no final answer came within ${MAX_INTERIM_BYTES} bytes of interim ones`)
    this.#held = rest
    return null
  }
}

/** Whether bytes begin with the status line of a final answer, as nearly all answers do: `HTTP/1.1 200 `. */
export function beginsFinal(bytes: Buffer): boolean {
  return (
    bytes.length >= STATUS_LENGTH &&
    bytes.readUInt32BE(0) === HTTP &&
    bytes.readUInt32BE(4) === VERSION &&
    bytes[8] === SPACE &&
    isDigit(bytes[9], 2) &&
    isDigit(bytes[10], 0) &&
    isDigit(bytes[11], 0) &&
    (bytes[12] === SPACE || bytes[12] === CR)
  )
}

function isDigit(byte: number | undefined, least: number): boolean {
  return byte !== undefined && byte >= 48 + least && byte <= 57
}

/** The status code that an answer begins with; null while too little of it has come. @throws AnswerFault */
function statusOf(bytes: Buffer): number | null {
  const line = bytes.toString('latin1', 0, STATUS_LENGTH)
  const [, code] = /^HTTP\/\d\.\d ([1-9]\d\d)[ \r\n]/.exec(line) ?? []
  if (code !== undefined) return Number(code)
  if (line.length < STATUS_LENGTH && isPrefix(line)) return null
  throw new AnswerFault(nonsenseText(bytes))
}

/** Whether a text shorter than that may become `HTTP/1.1 200 `. */
function isPrefix(line: string): boolean {
  return /^HTTP\/\d\.\d [1-9]\d\d[ \r\n]/.test(line + 'HTTP/1.1 200 '.slice(line.length))
}

function nonsenseText(bytes: Buffer): string {
  // The record types of TLS (RFC 8446, section 5.1) and its major version.
  const isTls = bytes[0] !== undefined && bytes[0] >= 20 && bytes[0] <= 23 && bytes[1] === 3
  if (isTls) return 'it answers in TLS, so its address should begin with https://'
  const [line = ''] = bytes.toString('latin1', 0, 60).split(/[\r\n]/, 1)
  return `its answer begins with ${JSON.stringify(line.replace(/[^\x20-\x7e]/g, '·'))}, which is no status line`
}

/** Some servers end a body with an extra empty line; HTTP parsers skip it. */
function withoutBlankLines(bytes: Buffer): Buffer {
  let start = 0
  while (bytes[start] === CR || bytes[start] === LF) start++
  return start === 0 ? bytes : bytes.subarray(start)
}

/** Where the header section ends, the empty line included; -1 while it has not come. */
function endOfHead(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n')
  return end === -1 ? -1 : end + 4
}
