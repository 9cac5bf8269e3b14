/**
 * Glob patterns in the grammar that Harbor uses (`bmatcuk/doublestar`): `*` matches any text without `/`, `**` any text, `?`
 * one character but `/`, `[a-z]` and `[^a-z]` a character of a class, `{a,b}` one of several patterns, and `\` takes the next
 * character literally. A pattern matches the whole text. Users write the patterns and every event is held against them, so
 * matching takes time in proportion to the lengths of pattern and text, whatever the pattern is.
 */
export interface Glob {
  readonly matches: (text: string) => boolean
}

export interface GlobFault {
  /** Counted from 0. */
  readonly position: number
  readonly problem: string
}

type Token =
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'many'; readonly crosses: boolean }
  /** `**` with a slash after it: any number of folders, each with its slash. The token after it is the name of one. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'folder name' }

const MAX_LENGTH = 256
/** Patterns that the braces of one pattern may expand to. */
const MAX_ALTERNATIVES = 64

class Malformed extends Error {
  readonly position: number

  constructor(position: number, problem: string) {
    super(problem)
    this.position = position
  }
}

/** Why a text is not a pattern, or null when it is one. */
export function globFault(pattern: string): GlobFault | null {
  try {
    parse(pattern)
    return null
  } catch (error) {
    if (error instanceof Malformed) return { position: error.position, problem: error.message }
    throw error
  }
}

/** @throws Error when the text is not a pattern; check it with `globFault` first */
export function createGlob(pattern: string): Glob {
  const alternatives = parse(pattern)
  return { matches: (text) => alternatives.some((tokens) => matchesTokens(tokens, Array.from(text))) }
}

function parse(pattern: string): readonly (readonly Token[])[] {
  if (pattern === '') throw new Malformed(0, 'is empty')
  const characters = Array.from(pattern)
  if (characters.length > MAX_LENGTH)
    throw new Malformed(MAX_LENGTH, `is longer than ${MAX_LENGTH} characters`)
  const { branches, end } = parseBranches(characters, 0, false)
  if (end < characters.length)
    throw new Malformed(end, `has a ${JSON.stringify(characters[end])} that closes nothing`)
  return branches
}

type Branch = readonly Token[]

/** Parses up to the end of the pattern, or to the `}` that closes the braces around `start`. */
function parseBranches(
  characters: readonly string[],
  start: number,
  inBraces: boolean,
): { readonly branches: readonly Branch[]; readonly end: number } {
  const done: Branch[] = []
  let open: readonly Branch[] = [[]]
  let at = start
  while (at < characters.length) {
    const character = characters[at] ?? ''
    if (inBraces && character === '}') break
    if (inBraces && character === ',') {
      done.push(...open)
      open = [[]]
      at++
    } else if (character === '{') {
      const inside = parseBranches(characters, at + 1, true)
      if (characters[inside.end] !== '}') throw new Malformed(at, 'has a "{" that is not closed')
      open = open.flatMap((before) => inside.branches.map((after) => [...before, ...after]))
      if (open.length + done.length > MAX_ALTERNATIVES)
        throw new Malformed(at, `has braces that stand for more than ${MAX_ALTERNATIVES} patterns`)
      at = inside.end + 1
    } else if (character === '}') {
      return { branches: [...done, ...open], end: at }
    } else {
      const { tokens, next } = parseTokens(characters, at)
      open = open.map((before) => [...before, ...tokens])
      at = next
    }
  }
  return { branches: [...done, ...open], end: at }
}

interface Parsed {
  readonly tokens: readonly Token[]
  readonly next: number
}

function parseTokens(characters: readonly string[], at: number): Parsed {
  const character = characters[at] ?? ''
  switch (character) {
    case '*':
      return parseStars(characters, at)
    case '?':
      return { tokens: [{ kind: 'one', matches: (other) => other !== '/' }], next: at + 1 }
    case '[':
      return parseClass(characters, at)
    case '\\': {
      const escaped = characters[at + 1]
      if (escaped === undefined) throw new Malformed(at, 'ends in a "\\" that escapes nothing')
      return { tokens: [literal(escaped)], next: at + 2 }
    }
    default:
      return { tokens: [literal(character)], next: at + 1 }
  }
}

function literal(character: string): Token {
  return { kind: 'one', matches: (other) => other === character }
}

function parseStars(characters: readonly string[], at: number): Parsed {
  if (characters[at + 1] !== '*') return { tokens: [{ kind: 'many', crosses: false }], next: at + 1 }
  let next = at
  while (characters[next] === '*') next++
  const startsFolder = at === 0 || characters[at - 1] === '/'
  return startsFolder && characters[next] === '/'
    ? { tokens: [{ kind: 'folders' }, { kind: 'folder name' }], next: next + 1 }
    : { tokens: [{ kind: 'many', crosses: true }], next }
}

function parseClass(characters: readonly string[], start: number): Parsed {
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
  const holds = (character: string): boolean =>
    ranges.some(([from, to]) => character >= from && character <= to) !== isNegated
  return {
    tokens: [{ kind: 'one', matches: (character) => character !== '/' && holds(character) }],
    next: at + 1,
  }
}

/** Follows every way through the pattern at once, in one pass over the text. A position is the index of a token. */
function matchesTokens(tokens: readonly Token[], text: readonly string[]): boolean {
  let positions = new Set<number>()
  reach(tokens, 0, positions)
  for (const character of text) {
    const next = new Set<number>()
    for (const position of positions) step(tokens, position, character, next)
    if (next.size === 0) return false
    positions = next
  }
  return positions.has(tokens.length)
}

/** Adds a position and every other that it leads to without a character. */
function reach(tokens: readonly Token[], position: number, into: Set<number>): void {
  into.add(position)
  const kind = tokens[position]?.kind
  if (kind === 'many') reach(tokens, position + 1, into)
  if (kind === 'folders') reach(tokens, position + 2, into)
}

/** Adds the positions that a character leads to from one position. */
function step(tokens: readonly Token[], position: number, character: string, into: Set<number>): void {
  const token = tokens[position]
  switch (token?.kind) {
    case 'one':
      if (token.matches(character)) reach(tokens, position + 1, into)
      break
    case 'many':
      if (token.crosses || character !== '/') reach(tokens, position, into)
      break
    case 'folders':
      if (character !== '/') into.add(position + 1)
      break
    case 'folder name':
      if (character === '/') reach(tokens, position - 1, into)
      else into.add(position)
      break
    case undefined:
      break
  }
}
