/** Of FIFO queues and topics: letters, digits and punctuation, up to 128 ("SendMessage", "Publish"). */
export const FIFO_ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/

/** The characters that a message may have ("SendMessage", `MessageBody`). */
const CHARACTERS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]+$/u

export function isText(value: unknown): value is string {
  return typeof value === 'string' && CHARACTERS.test(value)
}

/** Of an attribute ("Amazon SQS message metadata"): letters, digits, `_`, `-` and dots, up to 256, none with `AWS.` before it. */
export const ATTRIBUTE = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i
