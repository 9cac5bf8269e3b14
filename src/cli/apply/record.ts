import * as CALLS from '../../contract/calls.ts'
import { PLANNED_PROJECT, isPlanned } from './made-key.ts'
import { paramsOf } from './members.ts'
import type { Place } from './thing.ts'

/** What applies have made in a scope, or were about to make, by the names of their sets. */
export type MadeThings = ReadonlyMap<string, ReadonlySet<string>>

export interface MadeRecord {
  readonly made: MadeThings
  readonly etag: string
}

const KEY = 'bellbuoy_applied'
/** An entry of a project's metadata has 1,000 characters with its key. */
const PART_LENGTH = 900

/** Whether an entry of a project's metadata is part of its record. */
export function isRecordKey(key: string): boolean {
  return key.startsWith(KEY)
}

/** The entry of a project that is created for a set: from its first moment on, the record says who made it. */
export function firstRecord(set: string | null): Readonly<Record<string, string>> {
  return set === null ? {} : { [KEY]: recordText(new Map([[set, new Set([PLANNED_PROJECT])]])) }
}

/** Whether an apply of the set ended before it could say what became of its plans. */
export function hasPlans(made: MadeThings, set: string | null): boolean {
  return set !== null && [...(made.get(set) ?? [])].some(isPlanned)
}

/** Reads `SET w1 w2;OTHER m3`. What is none counts for nothing: at worst a thing is not pruned. */
export function madeThings(text: string): MadeThings {
  const sets = text.split(';').map((part) => part.split(' ').filter((word) => word !== ''))
  return new Map(sets.flatMap(([name, ...keys]) => (name === undefined ? [] : [[name, new Set(keys)]])))
}

export function recordText(made: MadeThings): string {
  return [...made]
    .filter(([, keys]) => keys.size > 0)
    .map(([name, keys]) => [name, ...keys].join(' '))
    .join(';')
}

/** The record that the metadata of a project hold. */
export function recordIn(metadata: Readonly<{ [key: string]: string }>): MadeThings {
  return madeThings(
    Object.keys(metadata)
      .filter(isRecordKey)
      .toSorted((one, other) => partOf(one) - partOf(other))
      .map((key) => metadata[key] ?? '')
      .join(''),
  )
}

function partOf(key: string): number {
  return Number(key.slice(KEY.length + 1) || '1')
}

/** The record of a scope: in the metadata of a project, or among the settings of the system. */
export async function readRecord({ client, scope }: Place): Promise<MadeRecord> {
  if (scope === null) {
    const { body, etag } = await client.call(CALLS.getConfiguration)
    return { made: madeThings(body.bellbuoy_applied.value), etag }
  }
  const { body, etag } = await client.call(CALLS.getProject, { params: paramsOf(scope) })
  return { made: recordIn(body.metadata), etag }
}

/** @returns the tag after it */
export async function writeRecord(
  { client, scope }: Place,
  { made, etag }: MadeRecord,
  before: MadeThings,
): Promise<string> {
  const text = recordText(made)
  if (scope === null) {
    const body = { bellbuoy_applied: text }
    return (await client.call(CALLS.updateConfiguration, { body, ifMatch: etag })).etag
  }
  const parts = Math.max(partsOf(text), partsOf(recordText(before)))
  const metadata = Object.fromEntries(
    Array.from({ length: parts }, (_, index) => [
      index === 0 ? KEY : `${KEY}_${String(index + 1)}`,
      text.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH),
    ]),
  )
  const request = { params: paramsOf(scope), body: { metadata }, ifMatch: etag }
  return (await client.call(CALLS.updateProject, request)).etag
}

function partsOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / PART_LENGTH))
}
