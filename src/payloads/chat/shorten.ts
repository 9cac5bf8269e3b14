const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A text of at most `limit` UTF-16 units: one that is longer is cut between characters as people see them, and ends in `…`.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end)}…`
}

/** The same for a text that grows as it is escaped: what comes out has at most `limit` units, and no escape is cut. */
export function shortenEscaped(text: string, limit: number, escape: (text: string) => string): string {
  const whole = escape(text)
  if (whole.length <= limit) return whole
  let [fits, tooLong] = [0, Math.min(text.length, limit)]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (escape(shorten(text, middle)).length <= limit) fits = middle
    else tooLong = middle
  }
  return escape(shorten(text, fits))
}
