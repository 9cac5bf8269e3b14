import { sql } from 'kysely'
import type { Writing } from '../connections.ts'
import { FIGURES_LOOKED_AT } from '../setting-names.ts'

const ROWS = 500

/** Notes hours as ones to count; one that is noted already counts as changed once more. */
export async function noteHours(transaction: Writing, hours: Iterable<number>): Promise<void> {
  const rows = [...new Set(hours)].sort((one, other) => one - other)
  for (let first = 0; first < rows.length; first += ROWS) {
    const tuples = rows.slice(first, first + ROWS).map((hour) => sql`(${hour}, 1)`)
    await sql`insert into hour_to_count (hour_at, times) values ${sql.join(tuples)}
      on conflict (hour_at) do update set times = hour_to_count.times + 1`.execute(transaction)
  }
}

export async function keepLookedAt(transaction: Writing, atMs: number): Promise<void> {
  await sql`insert into setting (name, value) values (${FIGURES_LOOKED_AT}, ${String(atMs)})
    on conflict (name) do update set value = excluded.value`.execute(transaction)
}
