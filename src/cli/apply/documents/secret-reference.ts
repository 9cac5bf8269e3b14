import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { messageOf } from '../../../domain/errors.ts'

const CLOSED = { additionalProperties: false }

/** Where a secret is: no file of a configuration holds one. */
export const SecretReference = Type.Union(
  [
    Type.Object({ fromEnv: Type.String({ minLength: 1 }) }, CLOSED),
    Type.Object({ fromFile: Type.String({ minLength: 1 }) }, CLOSED),
  ],
  { description: 'a secret: {fromEnv: NAME} or {fromFile: PATH}, with the path relative to this file' },
)
export type SecretReference = Static<typeof SecretReference>

/** Stands for a secret wherever two bodies are compared or shown. */
export const SECRET = '(secret)'

export function isReference(value: unknown): value is SecretReference {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const [[key, text] = [], ...more] = Object.entries(value)
  return (key === 'fromEnv' || key === 'fromFile') && typeof text === 'string' && more.length === 0
}

/** A value with what takes the place of each reference in it. */
export function replaceReferences(value: unknown, of: (reference: SecretReference) => unknown): unknown {
  if (isReference(value)) return of(value)
  if (Array.isArray(value)) return value.map((entry) => replaceReferences(entry, of))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceReferences(entry, of)]))
}

/** The same value, whose files are found from any folder. */
export function withAbsoluteFiles(value: unknown, folder: string): unknown {
  return replaceReferences(value, (reference) =>
    'fromFile' in reference ? { fromFile: resolve(folder, reference.fromFile) } : reference,
  )
}

/** The text of a secret, or why there is none. A line break at the end of a file is not part of it. */
export function secretText(
  reference: SecretReference,
  environment: NodeJS.ProcessEnv,
): { readonly text: string } | { readonly fault: string } {
  if ('fromEnv' in reference) {
    const text = environment[reference.fromEnv] ?? ''
    return text === '' ? { fault: `the variable ${reference.fromEnv} is not set` } : { text }
  }
  try {
    const text = readFileSync(reference.fromFile, 'utf8').replace(/\r?\n$/, '')
    return text === '' ? { fault: `${reference.fromFile} is empty` } : { text }
  } catch (error) {
    return { fault: `cannot read a secret: ${messageOf(error)}` }
  }
}
