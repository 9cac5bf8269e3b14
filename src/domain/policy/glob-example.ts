import { type GlobStep, parseGlob } from './glob-steps.ts'

/** For a class such as `[0-9]`; what matches none of them is rare enough to have no example. */
const CANDIDATES = Array.from('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.')

/**
 * A text that a pattern matches, for people who want to see what it does.
 *
 * @param pattern one without a fault
 * @param fill what stands for `*` and `**`
 */
export function globExample(pattern: string, fill: string): string {
  const parsed = parseGlob(pattern)
  if ('problem' in parsed) return ''
  let text = ''
  let at = 0
  for (let step = parsed.steps[0]; step !== undefined && step.kind !== 'end'; step = parsed.steps[at]) {
    text += textOf(step, fill)
    at = nextOf(step, at)
  }
  return text
}

function textOf(step: GlobStep, fill: string): string {
  if (step.kind === 'literal') return step.character
  if (step.kind === 'many') return fill
  return step.kind === 'one' ? (CANDIDATES.find((candidate) => step.matches(candidate)) ?? '') : ''
}

/** No folder for `**` with a slash after it, and the first of several branches. */
function nextOf(step: GlobStep, at: number): number {
  if (step.kind === 'choice') return step.branches[0] ?? at + 1
  return step.kind === 'folders' ? at + 2 : at + 1
}
