import { parseGlob, shortcutsOf } from './glob-steps.ts'
import { GlobWalk } from './glob-walk.ts'

/**
 * Glob patterns in the grammar that Harbor uses (`bmatcuk/doublestar`): `*` matches any text without `/`, `**` any text, `?`
 * one character but `/`, `[a-z]` and `[^a-z]` a character of a class, `{a,b}` one of several patterns, and `\` takes the next
 * character literally. A pattern matches the whole text.
 *
 * Users write the patterns and every event is held against them. So a match costs at the most the product of the lengths of
 * pattern and text, whatever the pattern is, and there is no deadline: a verdict never depends on the load.
 */
export interface Glob {
  readonly matches: (text: string) => boolean
}

export interface GlobFault {
  /** Counted from 0. */
  readonly position: number
  readonly problem: string
}

const MAX_GLOB_CHARACTERS = 256

/** Why a text is not a pattern, or null when it is one. */
export function globFault(pattern: string): GlobFault | null {
  if (Array.from(pattern).length > MAX_GLOB_CHARACTERS)
    return { position: MAX_GLOB_CHARACTERS, problem: `is longer than ${MAX_GLOB_CHARACTERS} characters` }
  const parsed = parseGlob(pattern)
  return 'problem' in parsed ? parsed : null
}

/** How many stars a pattern has, and twice its alternatives in braces: what a character may cost beside some row operations. */
export function wildnessOf(pattern: string): number {
  const parsed = parseGlob(pattern)
  if ('problem' in parsed) return 0
  return parsed.steps.reduce((sum, step, index) => sum + shortcutsOf(step, index).length, 0)
}

/** @throws Error when the text is not a pattern; check it with `globFault` first */
export function createGlob(pattern: string): Glob {
  const parsed = parseGlob(pattern)
  if ('problem' in parsed) throw new Error(`the glob ${JSON.stringify(pattern)} ${parsed.problem}`)
  const walk = new GlobWalk(parsed.steps)
  return { matches: (text) => walk.matches(text) }
}
