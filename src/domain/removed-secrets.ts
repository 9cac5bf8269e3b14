import { badRequest } from './errors.ts'
import type { OptionsSchema, TargetOptions } from './options.ts'

/**
 * Options that ask for stored secrets to be removed: each of them is null, which `splitOptions` reads as removed. What is given
 * in their place replaces them all the same, and options that have no such group have no such secret any more.
 *
 * @param paths such as `smtp.password`
 * @throws BellbuoyError `BAD_REQUEST` naming the secrets that there are
 */
export function withSecretsRemoved(
  options: TargetOptions,
  schema: OptionsSchema,
  paths: readonly string[],
): TargetOptions {
  const known = secretPaths(schema)
  const unknown = paths.find((path) => !known.includes(path))
  if (unknown !== undefined)
    throw badRequest(`remove_secrets: there is no secret ${unknown}; there are: ${known.join(', ')}`)
  return paths.reduce((changed, path) => withNullAt(changed, path.split('.')), options)
}

/** The secrets that the schema names, by their paths. */
function secretPaths({ properties = {} }: OptionsSchema): readonly string[] {
  return Object.entries(properties).flatMap(([name, option]) =>
    option.writeOnly === true ? [name] : secretPaths(option).map((path) => `${name}.${path}`),
  )
}

function withNullAt(options: TargetOptions, [name = '', ...rest]: readonly string[]): TargetOptions {
  const there = options[name]
  if (rest.length === 0) return there === undefined || there === '' ? { ...options, [name]: null } : options
  if (typeof there !== 'object' || there === null || Array.isArray(there)) return options
  return { ...options, [name]: withNullAt(there as TargetOptions, rest) }
}
