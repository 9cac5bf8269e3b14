import { ApiFailure } from '../../client/api-failure.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { leavesOf, textOf } from './bodies.ts'
import { nounNamed, NOUNS } from './nouns.ts'
import { isMadeBy, madeKey } from './made-key.ts'
import { type MadeThings, readRecord } from './record.ts'
import type { Body, Found, NounName, Place, Wanted } from './thing.ts'
import type { WantedScope } from './wanted.ts'

/** What a scope has: of the kinds that its files name, or that a set has made. */
export interface ScopeState {
  /** False: a project that is not there. */
  readonly exists: boolean
  readonly things: ReadonlyMap<NounName, readonly Found[]>
  readonly made: MadeThings
}

/** A leaf of a body before and after; undefined where there is none. */
export interface FieldChange {
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

export interface Change {
  readonly action: 'create' | 'update' | 'remove'
  readonly noun: NounName
  readonly name: string
  readonly wanted: Wanted | null
  readonly found: Found | null
  readonly fields: readonly FieldChange[]
  /** Secrets that it sends, by their references. */
  readonly secrets: readonly object[]
}

export interface Plan {
  /** In the order in which they are made. */
  readonly changes: readonly Change[]
  /** Things that the set made and no file names; with `prunes` they are among the changes. */
  readonly leftOver: readonly Change[]
}

export interface PlanOptions {
  readonly set: string | null
  readonly prunes: boolean
  readonly sendsAll: boolean
}

/** @throws ApiFailure */
export async function readScope(
  place: Place,
  { things }: WantedScope,
  set: string | null,
): Promise<ScopeState> {
  const exists = place.scope === null || (await nounNamed('project').list(place)).length > 0
  if (!exists) return { exists, things: new Map(), made: new Map() }
  const { made } = set === null ? { made: new Map() as MadeThings } : await readRecord(place)
  const owned = [...((set === null ? undefined : made.get(set)) ?? [])]
  const found = new Map<NounName, readonly Found[]>()
  for (const { noun, list } of NOUNS) {
    const letter = madeKey(noun, '')
    const isOwned = letter !== '' && noun !== 'project' && owned.some((key) => key.startsWith(letter))
    if (things.has(noun) || isOwned) found.set(noun, await list(place))
  }
  return { exists, things: found, made }
}

/** What brings a scope to what its files say. @throws CommandFault when a name stands for several things */
export function planOf(
  wanted: WantedScope,
  state: ScopeState,
  place: Place,
  { set, prunes, sendsAll }: PlanOptions,
): Plan {
  const changes = NOUNS.flatMap(({ noun }) =>
    (wanted.things.get(noun) ?? []).flatMap((one) => changesTo(one, noun, state, place, sendsAll)),
  )
  const owned = (set === null ? undefined : state.made.get(set)) ?? new Set()
  const leftOver = NOUNS.toReversed().flatMap((kind) => {
    const { noun } = kind
    const names = new Set((wanted.things.get(noun) ?? []).map(({ name }) => name))
    return (state.things.get(noun) ?? [])
      .filter((found) => noun !== 'project' && isMadeBy(owned, kind, found) && !names.has(found.name))
      .map((found): Change => ({
        action: 'remove',
        noun,
        name: found.name,
        wanted: null,
        found,
        fields: [],
        secrets: [],
      }))
  })
  return { changes: prunes ? [...changes, ...leftOver] : changes, leftOver }
}

function changesTo(
  wanted: Wanted,
  noun: NounName,
  state: ScopeState,
  place: Place,
  sendsAll: boolean,
): readonly Change[] {
  const { comparable, sent } = nounNamed(noun)
  const same = (state.things.get(noun) ?? []).filter(({ name }) => name === wanted.name)
  if (same.length > 1)
    throw new CommandFault(
      EXIT.refused,
      `${wanted.at}: the server has ${String(same.length)} objects ${noun} ${wanted.name}: give each a different name`,
    )
  const [found = null] = same
  const after = comparable(wanted.written, place)
  const fields = fieldChanges(comparedBody(found, after, noun), after)
  const secrets = sent(wanted.written, found?.body ?? null, sendsAll)
  const change = { noun, name: wanted.name, wanted, found, fields, secrets }
  if (found === null) return [{ ...change, action: 'create' }]
  return fields.length === 0 && (!sendsAll || secrets.length === 0) ? [] : [{ ...change, action: 'update' }]
}

/** Of what is there, as much as counts. */
function comparedBody(found: Found | null, after: Body, noun: NounName): Body {
  const { ifWritten = [] } = nounNamed(noun)
  const counts = (key: string): boolean =>
    Object.hasOwn(after, key) || (ifWritten !== 'all' && !ifWritten.includes(key))
  return Object.fromEntries(Object.entries(found?.body ?? {}).filter(([key]) => counts(key)))
}

export function fieldChanges(before: Body, after: Body): readonly FieldChange[] {
  const [old, wanted] = [leavesOf(before), leavesOf(after)]
  return [...new Set([...old.keys(), ...wanted.keys()])]
    .filter((path) => path !== '' && textOf(old.get(path)) !== textOf(wanted.get(path)))
    .map((path) => ({ path, before: old.get(path), after: wanted.get(path) }))
}

/** Whether a change failed since the thing is not as it was read. */
export function wasOvertaken(error: unknown): boolean {
  if (!(error instanceof ApiFailure) || error.code === '') return false
  return error.code === 'CHANGED' || [404, 409].includes(error.status)
}
