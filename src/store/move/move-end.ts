import type { Kysely, RawBuilder } from 'kysely'
import type { Writing } from '../connections.ts'
import type { Schema } from '../schema.ts'

/** One column, as the catalog of either database describes it. */
export interface ColumnRow {
  readonly table: string
  readonly column: string
  readonly type: 'integer' | 'text' | 'bytes'
  /** Its place in the primary key, from 1; 0 outside. */
  readonly key: number
}

/** What the two databases say in different words about their tables. */
export interface Catalog {
  /** Every column of every table, in the order of the columns. */
  readonly columns: RawBuilder<ColumnRow>
  /** The last id that a table has given out; 0 when none. */
  readonly lastId: (db: Kysely<Schema>, table: string) => Promise<number>
  /** Has the table give out ids after this one. */
  readonly setLastId: (db: Kysely<Schema>, table: string, id: number) => Promise<void>
  /** Has deliveries get numbers that are higher by this than the highest so far. */
  readonly skipDeliveryIds: (db: Kysely<Schema>, count: number) => Promise<void>
  /** Prepares a table that gives out ids for rows up to this one, and those that hang on its ids. */
  readonly makeRoom: (db: Kysely<Schema>, table: string, lastId: number) => Promise<void>
  /** Lets a transaction take its time. */
  readonly unhurried: (transaction: Kysely<Schema>) => Promise<void>
  /** Refreshes what the planner of statements knows. */
  readonly analyze: (db: Kysely<Schema>) => Promise<void>
  /** Whether texts lose the character NUL. */
  readonly losesNul: boolean
}

/** A database to read from; its reads see one moment, and no server uses it meanwhile. */
export interface MoveSource extends AsyncDisposable {
  readonly read: Kysely<Schema>
  readonly catalog: Catalog
}

/** A database to fill, which has the tables of this version. */
export interface MoveTarget extends AsyncDisposable {
  readonly write: Kysely<Schema>
  readonly lock: (transaction: Writing, what: string) => Promise<void>
  readonly catalog: Catalog
}
