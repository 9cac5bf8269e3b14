import type { Json } from './event/event-detail.ts'

/** Shaped by the `optionsSchema` of the kind of target. */
export type TargetOptions = Readonly<Record<string, Json>>

/** The part of JSON Schema that options are described with. A secret is a string that says `writeOnly`. */
export interface OptionsSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly writeOnly?: boolean
  /** True of an option that is a way to log in, beside which a target has no `auth_header` or `secret`. */
  readonly 'x-login'?: boolean
  readonly properties?: Readonly<Record<string, OptionsSchema>>
  /** The schema of what an object holds under names that its owner chooses. */
  readonly additionalProperties?: boolean | OptionsSchema
}

export interface SplitOptions {
  /** What everyone who reads the policy sees: every secret is an empty string. */
  readonly open: TargetOptions
  /** The secrets alone, in their places. */
  readonly secret: TargetOptions
}

/**
 * Parts options from their secrets. A secret that is left out (where the schema names it) or empty keeps what is stored in
 * its place; leaving out the object that it stands in removes it, and so does null in its place.
 *
 * @param stored the secrets of the target that these options replace
 */
export function splitOptions(
  options: TargetOptions,
  schema: OptionsSchema,
  stored: TargetOptions = {},
): SplitOptions {
  const open: Record<string, Json> = {}
  const secret: Record<string, Json> = {}
  for (const name of namesIn(options, schema)) {
    const part = splitOption(options[name], schemaOf(schema, name), stored[name])
    if (part.open !== undefined) open[name] = part.open
    if (part.secret !== undefined) secret[name] = part.secret
  }
  return { open, secret }
}

function splitOption(
  given: Json | undefined,
  schema: OptionsSchema | undefined,
  kept: Json | undefined,
): { readonly open?: Json; readonly secret?: Json } {
  if (schema?.writeOnly === true) {
    if (given === null) return {}
    const secret = isLeftOut(given) ? kept : given
    return isLeftOut(secret) ? {} : { open: '', secret }
  }
  if (given === undefined) return {}
  if (!isObject(given) || schema === undefined) return { open: given }
  const { open, secret } = splitOptions(given, schema, isObject(kept) ? kept : {})
  return { open, ...(Object.keys(secret).length > 0 && { secret }) }
}

/** Puts secrets back into their places. */
export function joinOptions(open: TargetOptions, secret: TargetOptions): TargetOptions {
  const joined: Record<string, Json> = { ...open }
  for (const [name, value] of Object.entries(secret)) {
    const there = joined[name]
    joined[name] = isObject(value) && isObject(there) ? joinOptions(there, value) : value
  }
  return joined
}

/**
 * Whether new options would keep a secret that is stored.
 *
 * @param stored the options of the target that they replace, as everyone sees them
 */
export function keepsSecrets(options: TargetOptions, schema: OptionsSchema, stored: TargetOptions): boolean {
  return namesIn(options, schema).some((name) => {
    const part = schemaOf(schema, name)
    const [given, there] = [options[name], stored[name]]
    if (part?.writeOnly === true) return there === '' && isLeftOut(given)
    return part !== undefined && isObject(given) && isObject(there) && keepsSecrets(given, part, there)
  })
}

/** The ways to log in among options, by name. */
export function loginsIn(options: TargetOptions, schema: OptionsSchema): readonly string[] {
  return Object.keys(options).filter((name) => schemaOf(schema, name)?.['x-login'] === true)
}

export function hasLogin(options: TargetOptions, schema: OptionsSchema): boolean {
  return loginsIn(options, schema).length > 0
}

/** The names that options may have: those they have, and those that the schema knows. */
function namesIn(options: TargetOptions, { properties = {} }: OptionsSchema): readonly string[] {
  return [...new Set([...Object.keys(options), ...Object.keys(properties)])]
}

function isLeftOut(secret: Json | undefined): secret is '' | undefined {
  return secret === undefined || secret === ''
}

function schemaOf(
  { properties, additionalProperties }: OptionsSchema,
  name: string,
): OptionsSchema | undefined {
  const named = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
  return named ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
}

function isObject(value: Json | undefined): value is TargetOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
