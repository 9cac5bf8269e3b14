import { plainText } from '../plain-text.ts'

const MAX_TEXT = 64 * 1024

/** A text of somebody else below a line of ours, so that none of its lines looks like one of ours. */
export function indented(text: string, indent = '  '): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return plainText(cut.trimEnd())
    .split('\n')
    .map((line) => indent + line)
    .join('\n')
}
