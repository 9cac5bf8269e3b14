import { resolve } from 'node:path'
import { mistakeAt } from './mistake.ts'
import type { RulePlace } from './rule-place.ts'
import type { SecretSource } from '../rule.ts'
import type { WrittenSecret } from './rules-schema.ts'

/** Where a secret is. Both places, or none, are added to the mistakes. */
export function readSecretReference(
  { file, variable }: WrittenSecret,
  { path, folder, mistakes }: RulePlace,
): SecretSource {
  if (file !== undefined && variable !== undefined)
    mistakes.push(mistakeAt(path, 'a secret is in a file or in a variable, not in both'))
  if (file === undefined && variable === undefined)
    mistakes.push(mistakeAt(path, 'file or variable is missing: where is the secret?'))
  return variable === undefined
    ? { kind: 'file', path: resolve(folder, file ?? '') }
    : { kind: 'variable', name: variable }
}
