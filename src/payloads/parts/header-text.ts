/** A text as a header can carry it: all but visible ASCII, and `"` and `%`, percent-encoded as UTF-8. */
export function headerText(value: string): string {
  return value.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]/gu, encodeURIComponent)
}
