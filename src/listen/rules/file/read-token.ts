import { readSecretReference } from './read-secret-reference.ts'
import type { RulePlace } from './rule-place.ts'
import type { SecretSource, SecretValue } from '../rule.ts'
import type { WrittenCall } from './rules-schema.ts'

/** Where the token of a call is; null for a call without. */
export function readToken(
  { token_file: file, token_variable: variable }: WrittenCall,
  place: RulePlace,
): SecretSource | null {
  if (file === undefined && variable === undefined) return null
  const reference = { ...(file !== undefined && { file }), ...(variable !== undefined && { variable }) }
  return readSecretReference(reference, place)
}

export function bearer(source: SecretSource): SecretValue {
  return { prefix: 'Bearer ', source }
}
