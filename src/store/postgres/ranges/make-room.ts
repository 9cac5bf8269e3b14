import type { Kysely } from 'kysely'
import { RANGED_TABLES } from '../../migrations/ranges/ranged-table.ts'
import type { Schema } from '../../schema.ts'
import { addRange, changeRanges } from './change-ranges.ts'
import { readRanges } from './read-ranges.ts'

const PARTS = 10
const LEAST_IDS = 250_000

/** Creates ranges for rows that are to be copied, up to the last id that a table has given out; those that are there stay. */
export async function makeRoom(db: Kysely<Schema>, table: string, lastId: number): Promise<void> {
  const size = Math.max(LEAST_IDS, Math.ceil(lastId / PARTS))
  for (const ranged of RANGED_TABLES.filter(({ idsOf }) => idsOf === table)) {
    const isDone = await changeRanges(db, async (transaction) => {
      const { all } = await readRanges(transaction, ranged)
      for (let from = all.at(-1)?.below ?? 0; from <= lastId; from += size)
        await addRange(transaction, ranged, { from, below: from + size })
    })
    if (!isDone) throw new Error('another process uses the database that is to be filled')
  }
}
