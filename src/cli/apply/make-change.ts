import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { textOf } from './bodies.ts'
import { nounNamed } from './nouns.ts'
import { type Change, fieldChanges, wasOvertaken } from './plan.ts'
import { madeKey } from './made-key.ts'
import type { Body, Draft, Noun, Place, Version } from './thing.ts'
import { type Undo, undoCreation, undoUpdate } from './undo.ts'

/** What an apply has done in a scope so far. */
export interface Progress {
  readonly undos: Undo[]
  /** Things that it created, as the record names them. */
  readonly made: Set<string>
  /** Things as they were read first, or as this apply left them; null: not there. By `changeKey`. */
  readonly known: Map<string, Body | null>
  /** Changes by which things that were there got secrets. */
  readonly sent: Change[]
}

/** A thing was not as the plan saw it: the plan has to be made anew. */
export class Overtaken extends Error {}

export function changeKey({ noun, name }: Pick<Change, 'noun' | 'name'>): string {
  return `${noun} ${name}`
}

/**
 * Makes a change, and notes how to take it back; also when its answer was lost, or what came after it failed.
 *
 * @throws Overtaken when the thing has changed since the plan
 * @throws ApiFailure
 */
export async function makeChange(
  change: Change,
  place: Place,
  how: Pick<Draft, 'secrets' | 'sendsAll' | 'set'>,
  progress: Progress,
): Promise<void> {
  const noun = nounNamed(change.noun)
  const draft = { name: change.name, body: change.wanted?.written ?? {}, ...how }
  await (change.found === null
    ? create(noun, place, { ...draft, before: null }, progress)
    : update(noun, place, change, { ...draft, before: change.found.body }, progress))
}

async function create(noun: Noun, place: Place, draft: Draft, progress: Progress): Promise<void> {
  const note = (version: Version): void => {
    progress.undos.push(undoCreation(noun, place, version))
    progress.made.add(madeKey(noun.noun, version.id))
    progress.known.set(changeKey({ noun: noun.noun, name: draft.name }), version.body)
  }
  let id
  try {
    id = await noun.create(place, draft)
  } catch (error) {
    if (!wasOvertaken(error)) await noteIfThere(noun, place, draft, note)
    throw error
  }
  const version = await noun.read(place, id)
  if (version === null) throw new Overtaken()
  note(version)
  assertKept(noun, place, draft, version.body)
}

/** A creation that failed may have come through all the same. */
async function noteIfThere(
  noun: Noun,
  place: Place,
  draft: Draft,
  note: (version: Version) => void,
): Promise<void> {
  const found = (await noun.list(place)).find(({ name }) => name === draft.name)
  const version = found === undefined ? null : await noun.read(place, found.id)
  if (version !== null && differences(noun, place, draft, version.body).length === 0) note(version)
}

async function update(
  noun: Noun,
  place: Place,
  change: Change,
  draft: Draft,
  progress: Progress,
): Promise<void> {
  const before = await noun.read(place, change.found?.id ?? '')
  if (before === null || textOf(before.body) !== textOf(draft.before)) throw new Overtaken()
  const note = (after: Version): void => {
    progress.undos.push(undoUpdate(noun, place, before, after))
    progress.known.set(changeKey(change), after.body)
    if (change.secrets.length > 0) progress.sent.push(change)
  }
  const etag = await noun.update(place, before, draft).catch(async (error: unknown) => {
    // A change whose answer was lost may have been made.
    const now = wasOvertaken(error) ? null : await noun.read(place, before.id)
    const isMade = now !== null && now.etag !== before.etag
    if (isMade && differences(noun, place, draft, now.body).length === 0) note(now)
    throw error
  })
  const now = await noun.read(place, before.id)
  note({ ...(now ?? before), etag })
  if (now?.etag === etag) assertKept(noun, place, draft, now.body)
}

function differences(noun: Noun, place: Place, { body }: Draft, found: Body): readonly string[] {
  const after = noun.comparable(body, place)
  const { ifWritten = [] } = noun
  const counted = Object.entries(found).filter(
    ([key]) => Object.hasOwn(after, key) || (ifWritten !== 'all' && !ifWritten.includes(key)),
  )
  return fieldChanges(Object.fromEntries(counted), after).map(({ path }) => path)
}

/** @throws CommandFault when the server has made something else of what the file says: the next apply would change it again */
function assertKept(noun: Noun, place: Place, draft: Draft, found: Body): void {
  const [path] = differences(noun, place, draft, found)
  if (path === undefined) return
  throw new CommandFault(
    EXIT.refused,
    `the server stores ${path} of the ${noun.noun} ${draft.name} differently from the file: write it as bellbuoy export does`,
  )
}
