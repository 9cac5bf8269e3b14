import { isObject, masked, textOf } from './bodies.ts'
import { SECRET, isReference, replaceReferences } from './documents/secret-reference.ts'
import type { Body, SecretSource } from './thing.ts'

/** References among a value. */
export function referencesIn(value: unknown): readonly object[] {
  const found: object[] = []
  replaceReferences(value, (reference) => found.push(reference))
  return found
}

/** Whether the server has every secret that is wanted here, and may keep it. */
export function keepsSecrets(wanted: Body, before: Body | null): boolean {
  return before !== null && textOf(secretsOf(masked(wanted))) === textOf(secretsOf(before))
}

function secretsOf(value: unknown, path = ''): readonly string[] {
  if (value === SECRET) return [path]
  if (Array.isArray(value))
    return value.flatMap((entry, index) => secretsOf(entry, `${path}.${String(index)}`))
  if (!isObject(value)) return []
  return Object.entries(value)
    .flatMap(([key, entry]) => secretsOf(entry, `${path}.${key}`))
    .toSorted()
}

/**
 * A body as it is sent: each secret in clear, or for those that the server keeps empty; on the first level left out, as an empty one there may
 * mean that it goes.
 */
export function sentBody(body: Body, keeps: boolean, secrets: SecretSource): Body {
  const kept = Object.entries(body).filter(
    ([, value]) => !(keeps && (isReference(value) || value === SECRET)),
  )
  const filled = replaceReferences(Object.fromEntries(kept), (reference) => (keeps ? '' : secrets(reference)))
  return withoutMarks(filled) as Body
}

/** A thing that is put back as it was has marks where its secrets are kept. */
function withoutMarks(value: unknown): unknown {
  if (value === SECRET) return ''
  if (Array.isArray(value)) return value.map(withoutMarks)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutMarks(entry)]))
}
