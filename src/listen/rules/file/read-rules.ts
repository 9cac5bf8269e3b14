import type { TSchema } from 'typebox'
import { isObject } from '../../webhook/json-fields.ts'
import { type LocatedMistake, type Mistake, mistakeAt } from './mistake.ts'
import { durationMs, sizeBytes } from './quantities.ts'
import { readRule } from './read-rule.ts'
import { readSecretReference } from './read-secret-reference.ts'
import type { RulePlace } from './rule-place.ts'
import type { ListenerSettings, RulesFile, SigningSource } from './rules-file.ts'
import { RulesFileSchema, type WrittenRule, type WrittenRulesFile } from './rules-schema.ts'
import { schemaMistakes } from './schema-mistakes.ts'
import { typedValues } from './typed-values.ts'
import { readYaml } from './yaml-source.ts'

const SCHEMA: TSchema = RulesFileSchema

/** A rules file, or everything that is wrong with it, in the order of its lines. */
export type RulesReading = { readonly file: RulesFile } | { readonly mistakes: readonly LocatedMistake[] }

/**
 * Reads the text of a rules file. It reads no other file and no variable.
 *
 * @param folder that of the file: what relative paths in it are relative to
 */
export function readRules(text: string, folder: string): RulesReading {
  const source = readYaml(text)
  if ('mistakes' in source) return source
  const value = typedValues(SCHEMA, source.value)
  const mistakes = [...schemaMistakes(SCHEMA, value)]
  const file = readShaped(value, folder, mistakes)
  if (mistakes.length === 0 && file !== null) return { file }
  const located = mistakes.map(source.locate)
  return { mistakes: located.toSorted((one, other) => one.line - other.line || one.column - other.column) }
}

/** Reads the file, and finds what is wrong beside the shape of the schema. Null when nothing can be read. */
function readShaped(value: unknown, folder: string, mistakes: Mistake[]): RulesFile | null {
  const rules = isObject(value) ? value['rules'] : null
  if (!Array.isArray(rules)) return null
  checkNames(rules, mistakes)
  const read = rules.map((rule, index) => {
    const place = { path: ['rules', index], folder, mistakes }
    const wrong = mistakes.filter(({ path }) => path[0] === 'rules' && path[1] === index)
    return wrong.length === 0 ? readRule(rule as WrittenRule, place) : readRest(rule, wrong, place)
  })
  if (!mistakes.every(({ path }) => path[0] === 'rules')) return null
  const settings = readSettings(value as WrittenRulesFile, folder, mistakes)
  return { rules: read.filter((rule) => rule !== null), settings }
}

/** Finds what else is wrong with a rule: in those of its keys that have the shape of the schema. */
function readRest(rule: unknown, wrong: readonly Mistake[], place: RulePlace): null {
  if (!isObject(rule)) return null
  const shaped = Object.entries(rule).filter(([key]) => !wrong.some(({ path }) => path[2] === key))
  const others: Mistake[] = []
  readRule({ name: '', ...Object.fromEntries(shaped) }, { ...place, mistakes: others })
  // A key may only seem to be missing.
  place.mistakes.push(...others.filter(({ path }) => path.length > place.path.length))
  return null
}

/** @param rules some of which may be in no shape at all */
function checkNames(rules: readonly unknown[], mistakes: Mistake[]): void {
  const seen = new Set<unknown>()
  for (const [index, rule] of rules.entries()) {
    const name = (rule as { readonly name?: unknown } | null)?.name
    if (typeof name !== 'string') continue
    if (seen.has(name))
      mistakes.push(mistakeAt(['rules', index, 'name'], `there is another rule named ${name}`))
    seen.add(name)
  }
}

function readSettings(written: WrittenRulesFile, folder: string, mistakes: Mistake[]): ListenerSettings {
  const { authorization = [], signing, repeat_window, max_body, keep, concurrency } = written
  const secrets = signing?.secrets ?? []
  return {
    authorizations: authorization.map((reference, index) =>
      readSecretReference(reference, { path: ['authorization', index], folder, mistakes }),
    ),
    signingSecrets: secrets.map((secret, index) =>
      readSigningSource(secret, { path: ['signing', 'secrets', index], folder, mistakes }),
    ),
    ...(signing?.tolerance !== undefined && { signingToleranceMs: durationMs(signing.tolerance) }),
    ...(repeat_window !== undefined && { repeatWindowMs: durationMs(repeat_window) }),
    ...(max_body !== undefined && { maxBodyBytes: sizeBytes(max_body) }),
    ...(keep !== undefined && { keepMs: durationMs(keep) }),
    ...(concurrency !== undefined && { concurrency }),
  }
}

type WrittenSigningSecret = NonNullable<WrittenRulesFile['signing']>['secrets'][number]

function readSigningSource(written: WrittenSigningSecret, place: RulePlace): SigningSource {
  const { public_key: key, ...reference } = written
  if (key === undefined) return readSecretReference(reference, place)
  if (Object.keys(reference).length > 0)
    place.mistakes.push(mistakeAt(place.path, 'public_key stands alone: make two entries of it'))
  return { kind: 'public key', key }
}
