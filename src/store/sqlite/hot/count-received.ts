import type { DatabaseSync } from 'node:sqlite'
import { type ReceivedEvents, keptOutCount } from '../../../domain/event/source-account.ts'
import { statement } from '../../../sqlite/statement.ts'

interface Counts {
  received: number
  repeated: number
  merged: number
  keptOut: number
  readonly reasons: Map<string, { count: number; atMs: number }>
}

/** Counts what sources reported. */
export interface ReceivedCounter {
  /** @param repeated how many of the events had been stored before */
  readonly add: (received: ReceivedEvents, repeated: number) => void
  /** Writes what was added since: one row for each source, and one for each reason of what was kept out. */
  readonly write: () => void
  /** Drops what was added, since its transaction was undone. */
  readonly forget: () => void
}

/** The counts of a commit are added up in memory and written once, at its end, so that a notification costs next to nothing. */
export function prepareCountReceived(database: DatabaseSync): ReceivedCounter {
  const writeCounts = prepareWriteCounts(database)
  const unwritten = new Map<number, Counts>()
  return {
    add(received, repeated) {
      const counts = unwritten.get(received.sourceId) ?? nothing()
      unwritten.set(received.sourceId, counts)
      counts.received += received.received
      counts.repeated += repeated
      counts.merged += received.merged
      counts.keptOut += keptOutCount(received)
      addReasons(counts, received)
    },
    write() {
      for (const [sourceId, counts] of unwritten) writeCounts(sourceId, counts)
      unwritten.clear()
    },
    forget: () => unwritten.clear(),
  }
}

function nothing(): Counts {
  return { received: 0, repeated: 0, merged: 0, keptOut: 0, reasons: new Map() }
}

function addReasons({ reasons }: Counts, { keptOut, atMs }: ReceivedEvents): void {
  for (const [reason, count] of Object.entries(keptOut))
    if (count > 0) reasons.set(reason, { count: (reasons.get(reason)?.count ?? 0) + count, atMs })
}

function prepareWriteCounts(database: DatabaseSync): (sourceId: number, counts: Counts) => void {
  const upsert = statement(
    database,
    `
    insert into source_account (source_id, received, repeated, merged, kept_out)
    values (:source_id, :received, :repeated, :merged, :kept_out)
    on conflict do update set received = received + excluded.received, repeated = repeated + excluded.repeated,
      merged = merged + excluded.merged, kept_out = kept_out + excluded.kept_out`,
  )
  const upsertReason = statement(
    database,
    `
    insert into kept_out (source_id, reason, count, last_at) values (:source_id, :reason, :count, :last_at)
    on conflict do update set count = count + excluded.count, last_at = excluded.last_at`,
  )
  return (source_id, { received, repeated, merged, keptOut, reasons }) => {
    upsert.run({ source_id, received, repeated, merged, kept_out: keptOut })
    for (const [reason, { count, atMs }] of reasons)
      upsertReason.run({ source_id, reason, count, last_at: atMs })
  }
}
