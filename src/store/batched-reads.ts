interface Waiting<Key, Value> {
  readonly key: Key
  readonly resolve: (value: Value | null) => void
  readonly reject: (error: unknown) => void
}

/** Keys of one statement at the most. */
const MAX_KEYS = 128

/**
 * Reads single things, all that are asked for in one turn in one statement; while it is under way, new ones wait together for the next. A
 * message to the reader's thread costs more than a look-up.
 *
 * @param readAll finds what is there; called with each key once
 * @returns null for what is not there; rejects as `readAll` does
 */
export function batchedReads<Key, Value>(
  readAll: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | null> {
  const waiting: Waiting<Key, Value>[] = []
  let isReading = false

  async function readWaiting(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_KEYS)
      await readAll([...new Set(batch.map(({ key }) => key))]).then(
        (found) => batch.forEach(({ key, resolve }) => resolve(found.get(key) ?? null)),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      )
    }
    isReading = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (isReading) return
      isReading = true
      void readWaiting()
    })
}
