import type { OptionsSchema } from '../../domain/options.ts'
import { SECRET, isReference, replaceReferences } from './documents/secret-reference.ts'
import type { Body } from './thing.ts'

/** A body without what is undefined. */
export function given(body: Readonly<Record<string, unknown>>): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}

/** A text that an empty one stands for. */
export function unlessEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** A value as it is compared and shown: each reference is `SECRET`. */
export function masked(value: unknown): unknown {
  return replaceReferences(value, () => SECRET)
}

/** Options as the server shows them, with `SECRET` where one is stored. */
export function markedSecrets(options: Body, { properties = {}, additionalProperties }: OptionsSchema): Body {
  const under = (name: string): OptionsSchema =>
    (Object.hasOwn(properties, name) ? properties[name] : undefined) ??
    (typeof additionalProperties === 'object' ? additionalProperties : {})
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const schema = under(name)
      if (schema.writeOnly === true) return [name, value === '' ? SECRET : value]
      return [name, isObject(value) ? markedSecrets(value, schema) : value]
    }),
  )
}

/** Paths of secrets that options have as plain text, where a reference belongs. */
export function plainSecrets(
  options: Body,
  { properties = {}, additionalProperties }: OptionsSchema,
  path: readonly string[] = [],
): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const schema =
      (Object.hasOwn(properties, name) ? properties[name] : undefined) ??
      (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    if (schema === undefined) return []
    const here = [...path, name]
    if (schema.writeOnly === true) return isReference(value) || value === '' ? [] : [here.join('.')]
    return isObject(value) && !isReference(value) ? plainSecrets(value, schema, here) : []
  })
}

/** Paths of the secrets that a schema names. */
export function secretPaths({ properties = {} }: OptionsSchema): readonly string[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.writeOnly === true ? [name] : secretPaths(schema).map((path) => `${name}.${path}`),
  )
}

export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), value)
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Everything that is no object or list, by its path; empty ones too, since they say something. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [String(index), entry] as const)
    : isObject(value)
      ? Object.entries(value)
      : []
  if (entries.length === 0) return new Map([[path, value]])
  return new Map(
    entries.flatMap(([key, entry]) => [...leavesOf(entry, path === '' ? key : `${path}.${key}`)]),
  )
}

/** One text for equal values, whatever the order of keys. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    isObject(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : entry,
  )
}
