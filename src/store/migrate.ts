import { setTimeout as delay } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Writing } from './connections.ts'
import type { ColumnTypes } from './migrations/column-types.ts'
import { migrations } from './migrations/migrations.ts'
import type { OtherProcesses } from './migrations/runner/other-processes.ts'
import {
  assertWorksOn,
  keepWorksFrom,
  readSchemaState,
  worksFromAfter,
} from './migrations/runner/schema-state.ts'
import type { SchemaSteps } from './migrations/runner/schema-step.ts'
import { takeSlice } from './migrations/runner/take-slice.ts'
import { assertWhole } from './move/move-progress.ts'
import type { Schema } from './schema.ts'

export interface Migrating {
  readonly db: Kysely<Schema>
  readonly types: ColumnTypes
  /** Where there can be any. */
  readonly others?: OtherProcesses
  /** Those of this version, unless said otherwise. */
  readonly steps?: SchemaSteps
}

/** After this time a step that had to wait for other processes is tried again, … */
const TRY_AGAIN_MS = 1000
/** … so many times at the most. A statement of theirs ends after a minute. */
const MAX_TRIES = 30

/**
 * Brings the tables up to what this version of the program needs. Each step is one transaction, or one for each slice: a process that is
 * killed loses the one under way, and the next goes on from there.
 *
 * @throws Error when a step fails, when processes go on to run that do not work on the tables after it, or when a newer version has been
 * here on whose tables this one does not work
 */
export async function migrate({ db, types, others, steps = migrations(types) }: Migrating): Promise<void> {
  await beginRecord(db, others)
  for (let tries = 1; ; tries++) {
    const moved = await db
      .transaction()
      .execute((transaction) => goOn(transaction, steps, others))
      .catch((error: unknown) => {
        if (tries === MAX_TRIES || others?.isGivenUp(error) !== true) throw error
        return 'waits' as const
      })
    if (moved === 'done') return
    if (moved === 'further') tries = 0
    else if (tries === MAX_TRIES) throw new Error(OLDER_RUN)
    else await delay(TRY_AGAIN_MS)
  }
}

const OLDER_RUN =
  'processes of an older version of Bellbuoy use the database, and do not work on the tables that this version needs: stop them first'

/** Creates the table in which Kysely records steps, as Kysely does. */
async function beginRecord(db: Kysely<Schema>, others: OtherProcesses | undefined): Promise<void> {
  const asked = sql`select 1 from kysely_migration limit 1`.execute(db)
  if (await asked.then(Boolean, () => false)) return
  await db.transaction().execute(async (transaction) => {
    await others?.lock(transaction)
    await sql`create table if not exists kysely_migration
      (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(transaction)
  })
}

/** Carries out a step, or a slice of it, unless other processes are in the way. */
async function goOn(
  transaction: Writing,
  steps: SchemaSteps,
  others: OtherProcesses | undefined,
): Promise<'further' | 'done' | 'waits'> {
  await others?.lock(transaction)
  const state = await readSchemaState(transaction)
  assertWorksOn(state, steps)
  const [name, step] = Object.entries(steps).find(([name]) => !state.done.has(name)) ?? []
  if (name === undefined || step === undefined) return 'done'
  const oldest = worksFromAfter(state.worksFrom, name, step)
  if (others !== undefined && (await others.countOlder(transaction, oldest)) > 0) return 'waits'
  if (oldest !== name) await others?.giveWay(transaction)
  if (step.slice !== undefined && (await takeSlice(transaction, name, step.slice))) return 'further'
  await carryOut(transaction, steps)
  await keepWorksFrom(transaction, oldest)
  return 'further'
}

async function carryOut(transaction: Writing, steps: SchemaSteps): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve({ ...steps }) }
  const { error } = await new Migrator({ db: transaction, provider }).migrateUp()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('a migration failed', { cause: error })
}

/** The tables are those of an earlier version of the program. */
export class OlderDatabaseError extends Error {
  constructor() {
    super('an older version of Bellbuoy wrote the database: start this version once, which migrates it')
    this.name = 'OlderDatabaseError'
  }
}

/**
 * Checks that the tables are exactly those of this version of the program.
 *
 * @throws Error when they are not, when it is no database of Bellbuoy, or one that is only partly filled
 */
export async function assertMigrated(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  const { done } = await assertWorkable(db, migrations(types))
  if (done.size > Object.keys(migrations(types)).length)
    throw new Error('a newer version of Bellbuoy wrote the database')
}

/**
 * Checks that this version of the program works on the tables.
 *
 * @throws Error when it does not, when it is no database of Bellbuoy, or one that is only partly filled
 */
export async function assertWorkable(db: Kysely<Schema>, steps: SchemaSteps) {
  const state = await readSchemaState(db).catch(() => null)
  if (state === null) throw new Error('it is no database of Bellbuoy')
  assertWorksOn(state, steps)
  if (Object.keys(steps).some((name) => !state.done.has(name))) throw new OlderDatabaseError()
  await assertWhole(db)
  return state
}
