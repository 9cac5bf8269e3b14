import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Value } from './read-rows.ts'

/** Name of the setting that a database has while it is being filled. */
const DATABASE_MOVE = 'database_move'

/** How far a move is; it stands in the target until the move is done. */
export interface MoveProgress {
  /** Tells the source, in the state in which the move began. */
  readonly source: string
  readonly tables: Readonly<Record<string, TableProgress>>
  /** How many texts of a column (`event.operator`) lost the character NUL. */
  readonly cleaned: Readonly<Record<string, number>>
}

export interface TableProgress {
  readonly rows: number
  /** The key of the last row that was copied. */
  readonly after: readonly Value[] | null
}

/** @throws Error when the database is only partly filled */
export async function assertWhole(db: Kysely<Schema>): Promise<void> {
  if ((await readProgress(db)) !== null)
    throw new Error(
      'bellbuoy migrate-database has filled this database only in part: run it again, and it goes on',
    )
}

/** Null when nothing is being moved there. */
export async function readProgress(db: Kysely<Schema>): Promise<MoveProgress | null> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', DATABASE_MOVE)
    .executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.value, reviveBytes) as MoveProgress)
}

export async function beginProgress(db: Kysely<Schema>, progress: MoveProgress): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name: DATABASE_MOVE, value: textOf(progress) })
    .execute()
}

/** @throws Error when another process has got further meanwhile */
export async function changeProgress(
  db: Kysely<Schema>,
  before: MoveProgress,
  after: MoveProgress,
): Promise<void> {
  const { numAffectedRows } = await sql`update setting set value = ${textOf(after)}
    where name = ${DATABASE_MOVE} and value = ${textOf(before)}`.execute(db)
  if (numAffectedRows !== 1n) throw new Error('another process is filling the same database')
}

export async function endProgress(db: Kysely<Schema>): Promise<void> {
  await db.deleteFrom('setting').where('name', '=', DATABASE_MOVE).execute()
}

function textOf(progress: MoveProgress): string {
  return JSON.stringify(progress, (_, value: unknown) =>
    Array.isArray(value) ? value.map((one: unknown) => bytesAsHex(one)) : value,
  )
}

/** Before `JSON.stringify` asks a Buffer for its own form. */
function bytesAsHex(value: unknown): unknown {
  return value instanceof Uint8Array ? { hex: Buffer.from(value).toString('hex') } : value
}

function reviveBytes(_: string, value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'hex' in value
  return isBytes ? Buffer.from(String(value.hex), 'hex') : value
}
