import { readFile } from 'node:fs/promises'
import { fitsHeader } from '../../../domain/header-value.ts'
import type { SecretSource } from '../rule.ts'

/** A secret, or why there is none: where it is looked for, and nothing of what is there. */
export type SecretReading = { readonly secret: string } | { readonly fault: string }

export type Environment = Readonly<Record<string, string | undefined>>

/** Longer than any key or token. */
const MAX_CHARACTERS = 16 * 1024

/** Reads a secret from where it is kept. A file is read anew each time, so that it can be replaced. */
export async function readSecret(source: SecretSource, environment: Environment): Promise<SecretReading> {
  const where = source.kind === 'file' ? `the file ${source.path}` : `the variable ${source.name}`
  const text = source.kind === 'file' ? await contentOf(source.path) : (environment[source.name] ?? null)
  if (text === null) return { fault: `${where} is missing or cannot be read` }
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') return { fault: `${where} is empty` }
  if (secret.length > MAX_CHARACTERS) return { fault: `${where} has more than ${MAX_CHARACTERS} characters` }
  return fitsHeader(secret)
    ? { secret }
    : { fault: `${where} has more than one line, or a control character` }
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return null
  }
}
