import { isSlipOf, nearestWord } from './nearest-word.ts'

/** As much of a JSON Schema as says which keys there are. */
export interface KeySchema {
  readonly properties?: Readonly<Record<string, KeySchema>>
  /** False: an object has no other keys than those named, and is called closed here. */
  readonly additionalProperties?: boolean | KeySchema
  readonly items?: KeySchema
}

/** Keys that are named: a body may have a hundred thousand, and the answer is for a person. */
const MAX_UNKNOWN = 20
/** Unknown keys that are looked at for slips; those beyond are ignored, as in Harbor. Comparing takes long, and no client sends so many. */
const MAX_COMPARED = 500

/** A key that is refused. */
export interface UnknownKey {
  /** Where it stands, with dots: `targets.0.adress`. */
  readonly path: string
  /** The known key that is probably meant, or null. */
  readonly nearest: string | null
  /** The keys that the object may have. */
  readonly known: readonly string[]
}

/**
 * The first keys of a value that are refused, at every depth. A closed object refuses every unknown key; another one refuses those that
 * are a slip of a known key and ignores the others, as Harbor does. Objects without named keys have what keys they like.
 *
 * @param isClosed true: every object of the schema is closed
 */
export function unknownKeys(
  schema: KeySchema,
  value: unknown,
  isClosed = false,
  path = '',
): readonly UnknownKey[] {
  const search = { isClosed, comparisons: 0 }
  return [...unknownIn(schema, value, search, path).take(MAX_UNKNOWN)]
}

interface Search {
  readonly isClosed: boolean
  /** Keys of open objects that were compared with the known ones. */
  comparisons: number
}

function* unknownIn(schema: KeySchema, value: unknown, search: Search, path: string): Generator<UnknownKey> {
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return
    for (const [index, entry] of value.entries())
      yield* unknownIn(items, entry, search, join(path, String(index)))
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value)) {
    const named = propertyOf(schema, key)
    if (named !== undefined) yield* unknownIn(named, entry, search, join(path, key))
    else yield* refused(schema, key, search, path)
  }
}

/** What is wrong with a key, in words. */
export function unknownKeyText({ path, nearest, known }: UnknownKey): string {
  if (nearest !== null) return `unknown key ${path}: did you mean ${nearest}?`
  return `unknown key ${path}: ${known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`}`
}

function refused(schema: KeySchema, key: string, search: Search, path: string): readonly UnknownKey[] {
  const { properties, additionalProperties } = schema
  if (properties === undefined || typeof additionalProperties === 'object') return []
  const isClosed = search.isClosed || additionalProperties === false
  if (!isClosed && search.comparisons++ >= MAX_COMPARED) return []
  const known = Object.keys(properties)
  const refuses = isClosed || known.some((one) => isSlipOf(key, one))
  return refuses ? [{ path: join(path, key), nearest: nearestWord(key, known), known }] : []
}

function propertyOf(
  { properties = {}, additionalProperties }: KeySchema,
  key: string,
): KeySchema | undefined {
  if (Object.hasOwn(properties, key)) return properties[key]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** Keys may be as long as a body; a message shows their beginning. */
function join(path: string, key: string): string {
  const shown = key.length > 64 ? `${key.slice(0, 64)}…` : key
  return path === '' ? shown : `${path}.${shown}`
}
