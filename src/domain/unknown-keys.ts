import { isSlipOf, nearestWord } from './nearest-word.ts'

/** As much of a JSON Schema as says which keys there are. */
export interface KeySchema {
  readonly properties?: Readonly<Record<string, KeySchema>>
  /** False: an object has no other keys than those named, and is called closed here. */
  readonly additionalProperties?: boolean | KeySchema
  readonly items?: KeySchema
}

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
 * The keys of a value that are refused, at every depth. A closed object refuses every unknown key; another one refuses those that
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
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return []
    return value.flatMap((entry, index) => unknownKeys(items, entry, isClosed, join(path, String(index))))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) => {
    const named = propertyOf(schema, key)
    if (named !== undefined) return unknownKeys(named, entry, isClosed, join(path, key))
    return refused(schema, key, isClosed, path)
  })
}

/** What is wrong with a key, in words. */
export function unknownKeyText({ path, nearest, known }: UnknownKey): string {
  if (nearest !== null) return `unknown key ${path}: did you mean ${nearest}?`
  return `unknown key ${path}: ${known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`}`
}

function refused(schema: KeySchema, key: string, isClosed: boolean, path: string): readonly UnknownKey[] {
  const { properties, additionalProperties } = schema
  if (properties === undefined || typeof additionalProperties === 'object') return []
  const known = Object.keys(properties)
  const refuses = isClosed || additionalProperties === false || known.some((one) => isSlipOf(key, one))
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
