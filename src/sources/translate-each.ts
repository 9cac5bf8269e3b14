import { BellbuoyError } from '../domain/errors.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { IgnoredEntry, Translation } from '../domain/registry/source.ts'

/** Within the largest notification, 32 MiB, each of more would have 335 bytes; a real one of CNCF Distribution has 600. */
const MAX_ENTRIES = 100_000

/**
 * The entries of one notification. Nothing else waits while they are translated, so there is a limit that no registry reaches.
 *
 * @throws BellbuoyError `BAD_REQUEST` when there are more
 */
export function boundedEntries<Entry>(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= MAX_ENTRIES) return entries
  throw new BellbuoyError(
    'BAD_REQUEST',
    `the notification has ${entries.length} entries, and at most ${MAX_ENTRIES} are taken: send it in parts`,
  )
}

/**
 * Translates the entries of one notification. An entry whose fields are wrong is kept out, with the fault as its reason, and the
 * others are taken: a registry that is answered 400 repeats the notification and sends nothing behind it.
 *
 * @param read throws BellbuoyError `BAD_REQUEST` naming the field that is wrong
 */
export function translateEach<Entry>(
  entries: readonly Entry[],
  read: (entry: Entry, index: number) => SourceEvent | IgnoredEntry,
): Translation {
  const events: SourceEvent[] = []
  const ignored: IgnoredEntry[] = []
  for (const [index, entry] of entries.entries()) {
    const reading = readOrKeepOut(() => read(entry, index))
    if ('type' in reading) events.push(reading)
    else ignored.push(reading.unknown ? { ...reading, example: entry } : reading)
  }
  return { events, ignored }
}

function readOrKeepOut(read: () => SourceEvent | IgnoredEntry): SourceEvent | IgnoredEntry {
  try {
    return read()
  } catch (error) {
    if (error instanceof BellbuoyError && error.code === 'BAD_REQUEST')
      return { reason: error.message, unknown: true }
    throw error
  }
}
