/** Any character except control characters; a tab is allowed (RFC 9110, section 5.5). */
const VALUE = /^[\t\P{Cc}]*$/u
const NOT_ASCII = /[^\0-\x7f]/

/** Whether a text can be the value of a header: no control characters, and well-formed Unicode. */
export function fitsHeader(value: string): boolean {
  return VALUE.test(value) && value.isWellFormed()
}

/**
 * The UTF-8 bytes of a header value, each as one character, because Node and undici write header values as Latin-1. Harbor
 * and other programs in Go send UTF-8, and RFC 9110 (section 5.5) permits it.
 */
export function headerBytes(value: string): string {
  return NOT_ASCII.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value
}
