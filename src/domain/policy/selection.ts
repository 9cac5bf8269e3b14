import { type Glob, createGlob } from './glob.ts'

/** One glob of `include` must match, and none of `exclude`. An empty `include` matches everything. */
export interface Selection {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export const EVERYTHING: Selection = { include: [], exclude: [] }

/** @param names the names of one thing: a glob matches it when it matches one of them */
export function selects({ include, exclude }: Selection, ...names: readonly string[]): boolean {
  const matchesOne = (glob: string): boolean => names.some((name) => globOf(glob).matches(name))
  return (include.length === 0 || include.some(matchesOne)) && !exclude.some(matchesOne)
}

/** Characters of the globs that are kept parsed; a parsed one takes some hundred times its length. */
const MAX_KEPT_CHARACTERS = 100_000
const globs = new Map<string, Glob>()
let keptCharacters = 0

/** The glob of a pattern, parsed once: there are few patterns and many events. */
export function globOf(pattern: string): Glob {
  const known = globs.get(pattern)
  if (known !== undefined) return known
  keptCharacters += pattern.length
  if (keptCharacters > MAX_KEPT_CHARACTERS) {
    globs.clear()
    keptCharacters = pattern.length
  }
  const glob = createGlob(pattern)
  globs.set(pattern, glob)
  return glob
}
