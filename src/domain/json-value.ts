/** Whether a parsed JSON value is nested deeper than so many levels; it looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((entry) => isDeeperThan(entry, levels - 1))
  // Every body is looked through, so there is no list of its entries.
  for (const key in value) if (isDeeperThan(value[key as keyof typeof value], levels - 1)) return true
  return false
}

/** A JSON value whose texts, keys among them, are well-formed, as Go's decoder makes them: no database keeps half a character. */
export function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(wellFormedJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key.toWellFormed(), wellFormedJson(entry)]),
  )
}
