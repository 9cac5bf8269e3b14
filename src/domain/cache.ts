const MAX_ENTRIES = 10_000

/** Answers of the store kept in memory. They may be out of date: code that uses them must be correct all the same. */
export interface Cache<Key, Value> {
  get: (key: Key) => Promise<Value>
  /** What is in memory already; undefined when nothing is. For code that runs for every event: a promise costs it half a microsecond. */
  known: (key: Key) => Value | undefined
  forget: (key: Key) => void
  clear: () => void
}

/** Looks an entry up on its first use, once for all who ask at the same time; a failed look-up is not kept. */
export function createCache<Key, Value>(lookUp: (key: Key) => Promise<Value>): Cache<Key, Value> {
  const asked = new Map<Key, Promise<Value>>()
  const known = new Map<Key, Value>()
  const forget = (key: Key): void => {
    asked.delete(key)
    known.delete(key)
  }
  const clear = (): void => {
    asked.clear()
    known.clear()
  }
  return {
    get(key) {
      const entry = asked.get(key)
      if (entry !== undefined) return entry
      if (asked.size >= MAX_ENTRIES) clear()
      const answer = lookUp(key)
      asked.set(key, answer)
      answer.then(
        (value) => asked.get(key) === answer && known.set(key, value),
        () => asked.get(key) === answer && forget(key),
      )
      return answer
    },
    known: (key) => known.get(key),
    forget,
    clear,
  }
}
