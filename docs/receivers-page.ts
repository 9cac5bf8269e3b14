import { FAMILIES, WAYS } from '../test/faults/receivers/families.ts'
import type { End, Way } from '../test/faults/receivers/way.ts'

const INTRODUCTION = `# Receivers that misbehave

<!-- docs/generate-receivers.ts writes this page from test/faults/receivers/: change it there. -->

This page has ${WAYS.length} ways in which a receiver can misbehave, and how a delivery to it ends. The tests in \`test/faults/receivers/\` run them all.

- One server meets all receivers at the same time, with a deadline of one second, one retry, and a longest wait of two seconds.
- Each receiver has a healthy target beside it, which gets its deliveries meanwhile.
- The test compares the record of every delivery with these tables and with the requests that the receiver got. At the end it audits the database.

An attempt is \`ok\` or has the [code of its failure](troubleshooting.md#why-an-attempt-failed). The word *then* separates deliveries to the
same receiver, one after the other; a number of seconds is the wait between two attempts. In the last column \`…\` stands for any text.
`

/** The text of `docs/receivers.md`. */
export function receiversPage(): string {
  return INTRODUCTION + FAMILIES.map(familyText).join('')
}

function familyText({ name, ways }: (typeof FAMILIES)[number]): string {
  const rows = ways.map(rowOf).join('\n')
  return `\n## ${name}\n\n| a receiver that … | the delivery | attempts | on record |\n|---|---|---|---|\n${rows}\n`
}

function rowOf({ does, ends }: Way): string {
  const cells = [
    does,
    list(ends.map(({ codes }) => (codes.at(-1) === null ? 'delivered' : 'failed'))),
    list(ends.map(attemptsText)),
    list(ends.map(({ says }) => says).filter((says) => says !== '')),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '\\<')).join(' | ')} |`
}

function attemptsText({ codes, waitMs }: End): string {
  const attempts = codes.map((code) => `\`${code ?? 'ok'}\``)
  return attempts.join(waitMs === undefined ? ', ' : `, ${Math.round(waitMs[0] / 1000)} s, `)
}

function list(texts: readonly string[]): string {
  return texts.join('; then ')
}
