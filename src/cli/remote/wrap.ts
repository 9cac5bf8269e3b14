import { widthOf } from '../terminal-width.ts'
import { columnsOf, plainText } from '../plain-text.ts'

/** Where no terminal says how wide it is. */
const WIDTH = 100

/**
 * A text in lines as wide as the terminal, broken between words, each behind the indent; what would steer the terminal is shown by its number.
 */
export function wrapped(text: string, indent = ''): string {
  const width = Math.max(20, widthOf(process.stdout, WIDTH) - indent.length)
  const lines: string[] = []
  let line = ''
  for (const word of plainText(text).split(/\s+/)) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => indent + each).join('\n')
}
