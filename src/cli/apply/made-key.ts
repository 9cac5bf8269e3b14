import { createHash } from 'node:crypto'
import { leavesOf, textOf } from './bodies.ts'
import type { Body, Found, Noun, NounName } from './thing.ts'

const LETTERS: Readonly<{ [Noun in NounName]?: string }> = {
  project: 'p',
  member: 'm',
  webhook: 'w',
  robot: 'r',
  source: 's',
  scanner: 'c',
}
const PLAN = '+'
const DIGEST_LENGTH = 16

/** How a record names a thing that an apply made: `w12`; empty for what is part of something else. */
export function madeKey(noun: NounName, id: string): string {
  const letter = LETTERS[noun]
  return letter === undefined ? '' : `${letter}${id}`
}

/** A project that is about to be created: the record stands in the project itself, so nothing has to say which one. */
export const PLANNED_PROJECT = `p${PLAN}`

/**
 * How a record names a thing that is about to be created, before it has an id: by its name and what it says. A thing that someone else makes
 * meanwhile under the same name says something else, as a rule.
 *
 * @param body as it is compared
 */
export function plannedKey(
  { noun, ifWritten = [] }: Pick<Noun, 'noun' | 'ifWritten'>,
  { name, body }: { readonly name: string; readonly body: Body },
): string {
  const said = [...leavesOf(body)]
    .filter(([path]) => ifWritten !== 'all' && !ifWritten.includes(path))
    .map(([path, value]) => `${path} ${textOf(value)}`)
    .toSorted()
  const digest = createHash('sha256')
    .update(JSON.stringify([name, said]))
    .digest('hex')
  return `${madeKey(noun, '')}${PLAN}${digest.slice(0, DIGEST_LENGTH)}`
}

export function isPlanned(key: string): boolean {
  return key[1] === PLAN
}

/** Whether the keys of a set name a thing, as made or as planned. */
export function isMadeBy(
  keys: ReadonlySet<string>,
  noun: Pick<Noun, 'noun' | 'ifWritten'>,
  found: Found,
): boolean {
  if (keys.has(madeKey(noun.noun, found.id))) return true
  return keys.has(noun.noun === 'project' ? PLANNED_PROJECT : plannedKey(noun, found))
}
