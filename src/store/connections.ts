import type { Kysely, Transaction } from 'kysely'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'
import type { Store } from '../domain/store.ts'
import type { Schema } from './schema.ts'

/** The ways to the database, for what is written once for every kind of it. */
export interface Connections {
  /** Lists, searches and figures, which may take long. Sees what was committed last; waits for no writer. */
  readonly read: Kysely<Schema>
  /** The same for what is read by its key. Events and deliveries wait for it, so it never waits behind a list. */
  readonly lookUp: Kysely<Schema>
  readonly write: Kysely<Schema>
  readonly ofEvents: EventLookUps
  /** The ways to users, members, robots and sessions: a crowd that logs in, or waits for a locked user, keeps no event waiting. */
  readonly callers: Pick<Connections, 'lookUp' | 'write'>
  /**
   * Keeps other transactions that lock the same until this one has ended: what it has read by then, none of them has changed. SQLite has
   * one writer, and needs no lock.
   */
  readonly lock: (transaction: Writing, what: string) => Promise<void>
  /** Whether a fault is the breach of a unique index. */
  isUniqueViolation: (error: unknown) => boolean
  /** Ends in slices what `stopDeliveries` has marked. What it leaves, since the store cannot write, the next sweep ends. */
  finishStops: () => Promise<void>
  now: () => number
  /** The service clock, which measures ages. */
  serviceNow: () => number
}

/** What intake asks about each batch of events, in statements of each database's own. */
export type EventLookUps = Pick<RegistryKnowledge, 'tagsAbout'> & Pick<Store, 'repository'>

export type Writing = Transaction<Schema>
