import { ApiFailure } from '../../api/client/client.ts'
import type { FieldErrors } from './field-errors.tsx'

/**
 * How the server speaks of the fields of a form: the beginning of its message, or a part of it, and the path of the field. `$1`
 * in the path is what the first group of the pattern found.
 */
export type FaultsOfFields = readonly (readonly [RegExp, string])[]

/**
 * The fault that the server found in a field of the form; empty when it is about none of them.
 *
 * @param say a sentence of the server in the language of the page
 */
export function fieldFaults(
  error: unknown,
  known: FaultsOfFields,
  say: (text: string) => string,
): FieldErrors {
  if (!(error instanceof ApiFailure) || ![400, 409, 422].includes(error.status)) return {}
  const [message = ''] = error.message.replace(/^validation failure list:\s*/, '').split('\n')
  for (const [pattern, path] of known) {
    const found = pattern.exec(message)
    if (found !== null) return { [path.replace('$1', found[1] ?? '')]: sentence(say(message)) }
  }
  return {}
}

/** A message of the server as a sentence. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  if (/[.!?。]$/.test(begun)) return begun
  return /\p{Script=Han}/u.test(begun) ? `${begun}。` : `${begun}.`
}
