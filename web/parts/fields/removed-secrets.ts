type Options = Readonly<Record<string, unknown>>

/** The paths of the secrets that are to be removed; null stands in the place of each. */
export function removedSecrets(options: Options, path: string): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === null) return [`${path}.${name}`]
    return isGroup(value) ? removedSecrets(value, `${path}.${name}`) : []
  })
}

/** The part of a request that removes them; empty when none is to be removed. */
export function removeSecrets(paths: readonly string[]): { readonly remove_secrets?: string[] } {
  return paths.length === 0 ? {} : { remove_secrets: [...paths] }
}

function isGroup(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
