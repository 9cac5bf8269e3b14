import { isOutdated } from '../../client/api-failure.ts'
import { isMadeBy, isPlanned, madeKey, plannedKey } from './made-key.ts'
import { NOUNS, nounNamed } from './nouns.ts'
import type { Change, PlanOptions } from './plan.ts'
import { readRecord, writeRecord } from './record.ts'
import type { Place } from './thing.ts'

/** A scope whose record is written. */
export interface Remembered {
  readonly place: Place
  readonly options: Pick<PlanOptions, 'set'>
}

type Keys = ReadonlySet<string>

/** How often a record is written anew since others wrote theirs meanwhile. */
const ROUNDS = 10

/**
 * Notes what is going to be created, before it is: an apply that is killed in between leaves nothing that no prune would find. A project that is
 * created has its note with it.
 */
export async function noteCreations(run: Remembered, changes: readonly Change[]): Promise<void> {
  const planned = changes.flatMap(({ action, noun: name, name: called, wanted }) => {
    const noun = nounNamed(name)
    const isNoted = action === 'create' && name !== 'project' && madeKey(name, '') !== ''
    const body = noun.comparable(wanted?.written ?? {}, run.place)
    return isNoted ? [plannedKey(noun, { name: called, body })] : []
  })
  if (planned.length > 0) await changeRecord(run, (keys) => Promise.resolve(keys.union(new Set(planned))))
}

/**
 * Puts what was made into the record, in place of what was planned: also what an apply made that was killed, as far as it is there as it was
 * planned.
 */
export async function settleRecord(run: Remembered, made: Keys): Promise<void> {
  await changeRecord(run, async (keys) => {
    const plans = new Set([...keys].filter(isPlanned))
    return keys
      .difference(plans)
      .union(made)
      .union(await foundBy(run, plans))
  })
}

/** Takes things out of the record that were removed. */
export async function forget(run: Remembered, gone: Keys): Promise<void> {
  await changeRecord(run, (keys) => Promise.resolve(keys.difference(gone)))
}

/** The things that plans name, as made ones. */
async function foundBy({ place }: Remembered, plans: Keys): Promise<Keys> {
  const keys: string[] = []
  for (const noun of NOUNS) {
    const letter = madeKey(noun.noun, '')
    if (letter === '' || ![...plans].some((key) => key.startsWith(letter))) continue
    const made = (await noun.list(place)).filter((found) => isMadeBy(plans, noun, found))
    keys.push(...made.map(({ id }) => madeKey(noun.noun, id)))
  }
  return new Set(keys)
}

/** Changes what the record says of the set. Others may write theirs meanwhile. */
async function changeRecord(
  { place, options: { set } }: Remembered,
  change: (keys: Keys) => Promise<Keys>,
): Promise<void> {
  if (set === null) return
  for (let round = 1; ; round++) {
    const record = await readRecord(place)
    const before = record.made.get(set) ?? new Set()
    const after = await change(before)
    if (after.symmetricDifference(before).size === 0) return
    try {
      const made = new Map([...record.made, [set, after]])
      await writeRecord(place, { made, etag: record.etag }, record.made)
      return
    } catch (error) {
      if (!isOutdated(error) || round === ROUNDS) throw error
    }
  }
}
