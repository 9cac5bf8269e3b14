import { type Kysely, sql } from 'kysely'
import { type RangedTable, restOf } from '../../migrations/ranges/ranged-table.ts'
import type { Schema } from '../../schema.ts'

/** The rows of a table from one id on, and below another. */
export interface Range {
  /** Of its partition. */
  readonly name: string
  /** Null: from the first. */
  readonly from: number | null
  readonly below: number
}

/** How the ids of a table are divided. */
export interface Ranges {
  /** In their order, without gaps. */
  readonly all: readonly Range[]
  /** The last id that was given out; 0 when none was. */
  readonly lastId: number
  /** Whether rows lie outside of all ranges. */
  readonly isRestUsed: boolean
}

/** As the catalog writes them: `FOR VALUES FROM (MINVALUE) TO ('250000')`. */
const BOUNDS = /FROM \((?:MINVALUE|'(\d+)')\) TO \('(\d+)'\)/

export async function readRanges(db: Kysely<Schema>, table: RangedTable): Promise<Ranges> {
  const { rows } = await sql<{ name: string; bounds: string }>`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass(${table.name})`.execute(
    db,
  )
  const state = await sql<{ last: number; is_rest_used: number }>`
    select coalesce(pg_sequence_last_value(pg_get_serial_sequence(${table.idsOf}, 'id')::regclass), 0) as last,
      exists (select 1 from ${sql.table(restOf(table))})::int as is_rest_used`.execute(db)
  return {
    all: rows.flatMap(rangeOf).sort((one, other) => one.below - other.below),
    lastId: state.rows[0]?.last ?? 0,
    isRestUsed: state.rows[0]?.is_rest_used === 1,
  }
}

function rangeOf({ name, bounds }: { readonly name: string; readonly bounds: string }): readonly Range[] {
  const found = BOUNDS.exec(bounds)
  if (found === null) return []
  const [, from, below] = found
  return [{ name, from: from === undefined ? null : Number(from), below: Number(below) }]
}
