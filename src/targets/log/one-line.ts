import type { Payload } from '../../domain/delivery/payload.ts'

/** What ends a line, steers a terminal, or turns the direction of the text around it. */
const STEERING = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu

/**
 * A payload as one line of text. JSON stays JSON of the same meaning: outside of its strings a line break is white space, inside of
 * them an escape says the same. JSON that is one string is written as its text, and so is what is no JSON: there an escape stands for
 * each character that steers.
 */
export function oneLine({ contentType, body }: Pick<Payload, 'contentType' | 'body'>): string {
  if (!/[/+]json\b/.test(contentType)) return escaped(body)
  if (body.trimStart().startsWith('"')) return escaped(String(JSON.parse(body)))
  return escaped(body.trim().replace(/[\t\n\r]+/g, ' '))
}

function escaped(text: string): string {
  return text.replace(STEERING, (character) => {
    const code = character.charCodeAt(0)
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}
