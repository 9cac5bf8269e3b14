import stringWidth from 'string-width'

/** What steers a terminal or turns the direction of writing (Unicode categories Cc and Cf, line and paragraph separators). */
const STEERING = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A text as it can be shown to a person: what would steer the terminal is shown by its number. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(STEERING, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
    return `\\u{${number}}`
  })
}

/**
 * A value as one line of JSON, in which what would steer the terminal stands as JSON's own escapes: a reader of JSON gets the value as it is.
 */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(STEERING, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const number = character.charCodeAt(index).toString(16).padStart(4, '0')
      return `\\u${number}`
    }).join(''),
  )
}

const ASCII = /^[ -~]*$/

/** How many columns of a terminal a text of one line takes: an ideograph or an emoji takes two. */
export function columnsOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text)
}

/** What people see as one character may be many, as a letter with its accents is: more than this is cut. */
const MOST_PER_COLUMN = 8
const characters = new Intl.Segmenter()

/** A text as it can be shown in one line of at most so many columns of a terminal. */
export function plainLine(text: string, maxColumns: number): string {
  const most = maxColumns * MOST_PER_COLUMN
  const line = plainText(text.slice(0, most)).replace(/[\n\t]/g, ' ')
  if (text.length <= most && columnsOf(line) <= maxColumns) return line
  let cut = ''
  let columns = 1
  for (const { segment } of characters.segment(line)) {
    columns += columnsOf(segment)
    if (columns > maxColumns) break
    cut += segment
  }
  return `${cut}…`
}
