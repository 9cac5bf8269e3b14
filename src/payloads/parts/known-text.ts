/** Sources tell an unknown text as an empty one. */
export function knownText(text: string): string | null {
  return text === '' ? null : text
}
