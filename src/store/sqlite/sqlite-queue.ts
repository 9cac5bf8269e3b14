import type { Kysely } from 'kysely'
import type { Queue } from '../../domain/delivery/queue.ts'
import { readWaitingTargets } from '../delivery/waiting-targets.ts'
import { readHeldEvents } from '../event/held-events.ts'
import type { Schema } from '../schema.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

/** The queue: whatever changes it goes through the writer, as a hot operation. */
export function sqliteQueue(writer: SqliteWriter, read: Kysely<Schema>): Queue {
  return {
    accept: (acceptance) => writer.submit('accept', acceptance),
    settle: (settlement) => writer.submit('settle', settlement),
    held: (filter) => readHeldEvents(read, filter),
    storeManifest: (observed) => writer.submit('storeManifest', observed),
    claim: (claim) => writer.submit('claim', claim),
    keepRendering: (rendering) => writer.submit('keepRendering', rendering),
    complete: (completion) => writer.submit('complete', completion),
    async giveBack(returned) {
      await writer.submit('giveBack', returned)
    },
    sweep: (sweep) => writer.submit('sweep', sweep),
    waitingTargets: () => readWaitingTargets(read),
  }
}
