import { readFileSync } from 'node:fs'

const root = new URL('../../../', import.meta.url)

/** The one block of commands of a page that begins like this. */
export function blockOf(page: string, beginning: string): string {
  return theOne(
    blocks(page).filter((block) => block.startsWith(beginning)),
    `${page} has not one block that begins with ${beginning}`,
  )
}

/** The one command of a page, on a line of its own, that begins like this. */
export function lineOf(page: string, beginning: string): string {
  const lines = blocks(page).flatMap((block) => block.split('\n'))
  return theOne(
    lines.filter((line) => line.startsWith(beginning)),
    `${page} has not one line that begins with ${beginning}`,
  )
}

/** What a page has the reader type. Of a block that shows a terminal, without what it answers. */
function blocks(page: string): readonly string[] {
  const text = readFileSync(new URL(page, root), 'utf8')
  const fenced = [...text.matchAll(/^```(?<language>.*)\n(?<block>[^]*?)^```$/gm)].map(
    ({ groups }) => groups!,
  )
  const typed = fenced.filter(({ language }) => language === 'sh' || language === '')
  return typed.map(({ block }) => block!).map((block) => (block.startsWith('$ ') ? typedIn(block) : block))
}

function typedIn(terminal: string): string {
  const typed = terminal.split('\n').filter((line) => line.startsWith('$ '))
  return typed.map((line) => line.slice(2)).join('\n')
}

function theOne(found: readonly string[], fault: string): string {
  const [first, ...others] = found
  if (first === undefined || others.length > 0) throw new Error(fault)
  return first
}
