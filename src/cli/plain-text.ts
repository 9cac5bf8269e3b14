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

/** A text as it can be shown in one line of at most so many characters. */
export function plainLine(text: string, maxLength: number): string {
  const line = plainText(text.slice(0, maxLength + 1)).replace(/[\n\t]/g, ' ')
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line
}
