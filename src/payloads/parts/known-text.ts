/** A text, or null for an empty one: sources report an unknown text as empty. */
export function knownText(text: string): string | null {
  return text === '' ? null : text
}
