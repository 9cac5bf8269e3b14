import { coloured } from '../remote/colour.ts'
import { wrapped } from '../remote/wrap.ts'
import type { Finding, Level } from './finding.ts'

const TONES = { ok: 'good', warn: null, bad: 'bad' } as const satisfies Readonly<Record<Level, unknown>>

/** The finding first, then the fix. */
export function findingText({ level, about, finding, fix }: Finding): string {
  const says = wrapped(`${about}: ${finding}`, '      ').slice(6)
  const head = coloured(level.padEnd(4), TONES[level]) + `  ${says}`
  return fix === undefined ? head : `${head}\n${wrapped(`Fix: ${fix}`, '      ')}`
}

/** How many there are of each level, as the last line. */
export function countText(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length
  return `${count('bad')} failed, ${count('warn')} warnings, ${count('ok')} ok`
}
