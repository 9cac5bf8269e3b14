const MAX_ENTRIES = 10_000

/** What memory holds of the store to save a look-up. It may be out of date; whoever uses it must be right all the same. */
export interface Cache<Key, Value> {
  get: (key: Key) => Promise<Value>
  forget: (key: Key) => void
  clear: () => void
}

/** Entries are looked up on first use, once however many ask at the same time; a failed look-up is not kept. */
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
