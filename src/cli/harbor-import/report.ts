import { KINDS, type Tally } from './tally.ts'

/** What the command prints: both sides of the count, then what is left to people. */
export function importReport({ counts, notTaken, leftToDo }: Tally, isDryRun: boolean): string {
  const head = ['', 'in Harbor', 'in Bellbuoy', isDryRun ? 'to copy' : 'copied', 'there before']
  const rows = KINDS.map((kind) => {
    const { harbor, bellbuoy, copied, present } = counts[kind]
    return [kind, harbor, bellbuoy, copied, present].map(String)
  })
  const lines = [head, ...rows].map(([name = '', ...cells]) =>
    [name.padEnd(9), ...cells.map((cell) => cell.padStart(12))].join(' '),
  )
  const isWhole = isDryRun || KINDS.every((kind) => counts[kind].harbor === counts[kind].bellbuoy)
  return [
    isDryRun ? 'Dry run: nothing was changed.' : null,
    ...lines,
    ...part('Not copied:', notTaken),
    ...part('Left to do:', leftToDo),
    isWhole || notTaken.length > 0
      ? null
      : 'Bellbuoy lists fewer than the import copied: someone has changed them since.',
  ]
    .filter((line) => line !== null)
    .join('\n')
}

/** Whether Bellbuoy has all that Harbor has. */
export function isComplete({ counts, notTaken }: Tally, isDryRun: boolean): boolean {
  return (
    notTaken.length === 0 &&
    (isDryRun || KINDS.every((kind) => counts[kind].harbor === counts[kind].bellbuoy))
  )
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}
