import type { Kysely } from 'kysely'
import type { Schema } from '../../src/store/schema.ts'

/** A database with the tables of this version, of which tests get copies: migrations take longer. */
export interface Migrated {
  /** Of its own for all that `fill` leaves there. */
  readonly name: string
  readonly fill: (db: Kysely<Schema>) => Promise<unknown>
}

/** It has no more than a new database. */
export const EMPTY: Migrated = { name: 'migrated', fill: () => Promise.resolve() }
