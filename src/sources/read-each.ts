import { BellbuoyError } from '../domain/errors.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { IgnoredEntry, SourceReading } from '../domain/registry/source.ts'

/**
 * Reads the entries of one notification, each as it is asked for. An entry whose fields are wrong is kept out, with the fault as its
 * reason, and the others are taken: a registry that is answered 400 repeats the notification and sends nothing behind it.
 *
 * @param read throws BellbuoyError `BAD_REQUEST` naming the field that is wrong
 */
export function* readEach<Entry>(
  entries: Iterable<Entry>,
  read: (entry: Entry, index: number) => SourceEvent | IgnoredEntry,
): Generator<SourceReading> {
  let index = 0
  for (const entry of entries) {
    const reading = readOrKeepOut(read, entry, index++)
    yield 'type' in reading || !reading.unknown ? reading : { ...reading, example: entry }
  }
}

function readOrKeepOut<Entry>(
  read: (entry: Entry, index: number) => SourceReading,
  entry: Entry,
  index: number,
): SourceReading {
  try {
    return read(entry, index)
  } catch (error) {
    if (error instanceof BellbuoyError && error.code === 'BAD_REQUEST')
      return { reason: error.message, unknown: true }
    throw error
  }
}
