import { FAMILIES, WAYS } from '../test/faults/receivers/families.ts'
import type { End, Way } from '../test/faults/receivers/way.ts'

const HEADING = '## Receivers that misbehave\n'

const INTRODUCTION = `
<!-- docs/generate-receivers.ts writes this section from test/faults/receivers/: change it there. -->

\`test/faults/receivers/\` has ${WAYS.length} ways to misbehave. One server meets them beside each other, with a deadline of one second, one retry and a
longest wait of two seconds; each has a healthy target beside it, which is served meanwhile. The test holds the record of every delivery against
this table and against what the receiver got, and audits the database at the end. An attempt is \`ok\` or has the code of its failure; \`…\` stands for
any text.
`

/** A page with its section about receivers written anew; the section is the last of the page. */
export function withReceivers(page: string): string {
  const [before = ''] = page.split(HEADING, 1)
  return `${before.trimEnd()}\n\n${HEADING}${INTRODUCTION}${FAMILIES.map(familyText).join('')}`
}

function familyText({ name, ways }: (typeof FAMILIES)[number]): string {
  const rows = ways.map(rowOf).join('\n')
  return `\n### ${name}\n\n| a receiver that … | the delivery | attempts | on record |\n|---|---|---|---|\n${rows}\n`
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
