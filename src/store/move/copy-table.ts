import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { MoveSource, MoveTarget } from './move-end.ts'
import { type MoveProgress, changeProgress } from './move-progress.ts'
import type { MovedTable } from './moved-tables.ts'
import { type MovedRow, type Value, readRows } from './read-rows.ts'

const NONE = { rows: 0, after: null }

export interface TableCopy {
  readonly source: MoveSource
  readonly target: MoveTarget
  readonly table: MovedTable
  /** Called after each slice, with the rows of the table so far. */
  readonly copied: (rows: number) => void
}

/** Copies what is left of a table, slice by slice; each is on disk together with the new progress, which is returned in the end. */
export async function copyTable(copy: TableCopy, begun: MoveProgress): Promise<MoveProgress> {
  const { source, target, table, copied } = copy
  let progress = begun
  for (;;) {
    const { after, rows: before } = progress.tables[table.name] ?? NONE
    const rows = await readRows(source.read, table, after)
    const last = rows.at(-1)
    if (last === undefined) return progress
    const next: MoveProgress = {
      ...progress,
      tables: {
        ...progress.tables,
        [table.name]: { rows: before + rows.length, after: table.key.map((column) => valueOf(last, column)) },
      },
      cleaned: target.catalog.losesNul ? addNuls(progress.cleaned, table, rows) : progress.cleaned,
    }
    const now = progress
    await target.write.transaction().execute(async (transaction) => {
      await changeProgress(transaction, now, next)
      await insertRows(transaction, table, rows)
    })
    progress = next
    copied(before + rows.length)
  }
}

async function insertRows(db: Kysely<Schema>, table: MovedTable, rows: readonly MovedRow[]): Promise<void> {
  const names = table.columns.map(({ column }) => column)
  const tuples = rows.map((row) => sql`(${sql.join(names.map((column) => valueOf(row, column)))})`)
  await sql`insert into ${sql.table(table.name)} (${sql.join(names.map((name) => sql.ref(name)))})
    values ${sql.join(tuples)}`.execute(db)
}

function valueOf(row: MovedRow, column: string): Value {
  return row[column] ?? null
}

function addNuls(
  cleaned: MoveProgress['cleaned'],
  table: MovedTable,
  rows: readonly MovedRow[],
): MoveProgress['cleaned'] {
  const sums = { ...cleaned }
  for (const row of rows)
    for (const [column, value] of Object.entries(row))
      if (typeof value === 'string' && value.includes('\0')) {
        const name = `${table.name}.${column}`
        sums[name] = (sums[name] ?? 0) + 1
      }
  return sums
}
