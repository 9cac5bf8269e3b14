const MAX_ENTRIES = 10_000

/** Answers of the store kept in memory. They may be out of date: code that uses them must be correct all the same. */
export interface Cache<Key, Value> {
  get: (key: Key) => Promise<Value>
  forget: (key: Key) => void
  clear: () => void
}

/** Looks an entry up on its first use, once for all who ask at the same time; a failed look-up is not kept. */
export function createCache<Key, Value>(lookUp: (key: Key) => Promise<Value>): Cache<Key, Value> {
  const known = new Map<Key, Promise<Value>>()
  return {
    get(key) {
      const entry = known.get(key)
      if (entry !== undefined) return entry
      if (known.size >= MAX_ENTRIES) known.clear()
      const value = lookUp(key)
      known.set(key, value)
      value.catch(() => {
        if (known.get(key) === value) known.delete(key)
      })
      return value
    },
    forget: (key) => void known.delete(key),
    clear: () => known.clear(),
  }
}
