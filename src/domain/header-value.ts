/** All but control characters; a tab is white space (RFC 9110, section 5.5). */
const VALUE = /^[\t\P{Cc}]*$/u
const NOT_ASCII = /[^\0-\x7f]/

/** Whether a text can be the value of a header: it holds no control character, and only characters that UTF-8 can say. */
export function fitsHeader(value: string): boolean {
  return VALUE.test(value) && value.isWellFormed()
}

/**
 * A header value whose every character stands for one byte of its UTF-8 text. Node and undici write header values so, byte
 * by byte (as Latin-1); Harbor and whatever else is written in Go send UTF-8, and RFC 9110 (section 5.5) lets it be.
 */
export function headerBytes(value: string): string {
  return NOT_ASCII.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value
}
