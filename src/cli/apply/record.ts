import * as CALLS from '../../contract/calls.ts'
import { paramsOf } from './members.ts'
import type { NounName, Place } from './thing.ts'

/** What applies have made in a scope, by the names of their sets: kind and id of each thing. */
export type MadeThings = ReadonlyMap<string, ReadonlySet<string>>

export interface Record {
  readonly made: MadeThings
  readonly etag: string
}

const LETTERS: Readonly<{ [Noun in NounName]?: string }> = {
  project: 'p',
  member: 'm',
  webhook: 'w',
  robot: 'r',
  source: 's',
  scanner: 'c',
}
const KEY = 'bellbuoy_applied'
/** An entry of a project's metadata has 1,000 characters with its key. */
const PART_LENGTH = 900

export function madeKey(noun: NounName, id: string): string {
  return `${LETTERS[noun] ?? ''}${id}`
}

/** Whether an entry of a project's metadata is part of its record. */
export function isRecordKey(key: string): boolean {
  return key.startsWith(KEY)
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
export async function readRecord({ client, scope }: Place): Promise<Record> {
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
  { made, etag }: Record,
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
