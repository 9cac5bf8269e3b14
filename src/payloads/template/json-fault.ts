/** What a text says as JSON, or why it says nothing, with line and column. */
export type JsonReading = { readonly value: unknown } | { readonly fault: string }

export function readJson(text: string): JsonReading {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const { message } = error as SyntaxError
    const offset = faultOffset(text, message)
    const { line, column } = positionOf(text, offset)
    const near = JSON.stringify(text.slice(Math.max(0, offset - 20), offset + 20))
    const what = message.replace(/(?:,| in JSON| after JSON)? (?:\.{3}|at position|").*$/s, '')
    return { fault: `line ${line}, column ${column} of what it writes is not JSON: ${what}, near ${near}` }
  }
}

/** Line and column, both from 1, of an offset. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** JavaScript reports the position, except for an unexpected token: there it is the end of the longest text that begins any JSON. */
function faultOffset(text: string, message: string): number {
  const reported = /at position (\d+)/.exec(message)?.[1]
  if (reported !== undefined) return Number(reported)
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (beginsJson(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function beginsJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    return !(error as SyntaxError).message.startsWith('Unexpected token')
  }
}
