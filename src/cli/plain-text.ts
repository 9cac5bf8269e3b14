/** What steers a terminal or turns the direction of writing (Unicode categories Cc and Cf, line and paragraph separators). */
const STEERING = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A text as it can be shown to a person: what would steer the terminal is shown by its number. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(STEERING, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
    return `\\u{${number}}`
  })
}

/** The same in one line of at most so many characters. */
export function plainLine(text: string, maxLength: number): string {
  const line = plainText(text.slice(0, maxLength + 1)).replace(/[\n\t]/g, ' ')
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line
}
