/**
 * A step of a pattern. Unless it says otherwise, the next one in the list follows it; the last is the end. There are no more
 * steps than the pattern has characters, and one: the branches of braces stand side by side, however deep they are nested.
 */
export type GlobStep =
  | { readonly kind: 'literal'; readonly character: string }
  /** Any character but `/` that matches. */
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'many'; readonly crosses: boolean }
  /** `**` with a slash after it: any number of folders, each with its slash. The step after it is the name of one. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'folder name' }
  /** Goes on at each of these steps, without a character. */
  | { readonly kind: 'choice'; readonly branches: readonly number[] }
  | { readonly kind: 'end' }

const NONE: readonly number[] = []

/** Where a step leads without a character: always further on in the list. */
export function shortcutsOf(step: GlobStep, index: number): readonly number[] {
  if (step.kind === 'choice') return step.branches
  if (step.kind === 'many') return [index + 1]
  return step.kind === 'folders' ? [index + 2] : NONE
}

export type ParsedGlob =
  { readonly steps: readonly GlobStep[] } | { readonly position: number; readonly problem: string }

class Malformed extends Error {
  readonly position: number

  constructor(position: number, problem: string) {
    super(problem)
    this.position = position
  }
}

/** The steps of a pattern, or why it is none; positions count from 0. */
export function parseGlob(pattern: string): ParsedGlob {
  if (pattern === '') return { position: 0, problem: 'is empty' }
  try {
    const characters = Array.from(pattern)
    const steps: GlobStep[] = []
    const end = parseBranch(characters, 0, steps, false)
    if (end < characters.length) throw new Malformed(end, 'has a "}" that closes nothing')
    steps.push({ kind: 'end' })
    return { steps }
  } catch (error) {
    if (error instanceof Malformed) return { position: error.position, problem: error.message }
    throw error
  }
}

/** Parses up to the end of the pattern or, in braces, up to the `,` or `}` that ends the branch; returns where that is. */
function parseBranch(
  characters: readonly string[],
  start: number,
  steps: GlobStep[],
  inBraces: boolean,
): number {
  let at = start
  while (at < characters.length) {
    const character = characters[at]
    if (character === '}' || (inBraces && character === ',')) return at
    at = character === '{' ? parseBraces(characters, at, steps) : parseStep(characters, at, steps)
  }
  return at
}

/** Parses `{a,b}`: a choice between the branches, and behind each of them a way to the step after all. */
function parseBraces(characters: readonly string[], start: number, steps: GlobStep[]): number {
  const starts: number[] = []
  const after: number[] = []
  steps.push({ kind: 'choice', branches: starts })
  let at = start
  do {
    starts.push(steps.length)
    at = parseBranch(characters, at + 1, steps, true)
    steps.push({ kind: 'choice', branches: after })
  } while (characters[at] === ',')
  if (characters[at] !== '}') throw new Malformed(start, 'has a "{" that is not closed')
  after.push(steps.length)
  return at + 1
}

function parseStep(characters: readonly string[], at: number, steps: GlobStep[]): number {
  const character = characters[at] ?? ''
  switch (character) {
    case '*':
      return parseStars(characters, at, steps)
    case '?':
      steps.push({ kind: 'one', matches: () => true })
      return at + 1
    case '[':
      return parseClass(characters, at, steps)
    case '\\': {
      const escaped = characters[at + 1]
      if (escaped === undefined) throw new Malformed(at, 'ends in a "\\" that escapes nothing')
      steps.push({ kind: 'literal', character: escaped })
      return at + 2
    }
    default:
      steps.push({ kind: 'literal', character })
      return at + 1
  }
}

function parseStars(characters: readonly string[], at: number, steps: GlobStep[]): number {
  if (characters[at + 1] !== '*') {
    steps.push({ kind: 'many', crosses: false })
    return at + 1
  }
  let next = at
  while (characters[next] === '*') next++
  const startsFolder = at === 0 || characters[at - 1] === '/'
  if (startsFolder && characters[next] === '/') {
    steps.push({ kind: 'folders' }, { kind: 'folder name' })
    return next + 1
  }
  steps.push({ kind: 'many', crosses: true })
  return next
}

function parseClass(characters: readonly string[], start: number, steps: GlobStep[]): number {
  const isNegated = characters[start + 1] === '^' || characters[start + 1] === '!'
  const ranges: [string, string][] = []
  let at = start + (isNegated ? 2 : 1)
  const take = (): string => {
    if (characters[at] === '\\') at++
    const character = characters[at++]
    if (character === undefined) throw new Malformed(start, 'has a "[" that is not closed')
    return character
  }
  while (characters[at] !== ']') {
    const from = take()
    if (characters[at] !== '-') {
      ranges.push([from, from])
      continue
    }
    at++
    if (characters[at] === ']') throw new Malformed(at, 'has a range that does not end')
    const to = take()
    if (to < from) throw new Malformed(start, `has the range ${from}-${to}, which holds nothing`)
    ranges.push([from, to])
  }
  if (ranges.length === 0) throw new Malformed(start, 'has a class that holds nothing')
  const matches = (character: string): boolean =>
    ranges.some(([from, to]) => character >= from && character <= to) !== isNegated
  steps.push({ kind: 'one', matches })
  return at + 1
}
