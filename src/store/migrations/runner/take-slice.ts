import { type Kysely, sql } from 'kysely'
import type { Writing } from '../../connections.ts'
import type { SchemaStep } from './schema-step.ts'

/**
 * Takes the next slice of a step, and remembers how far it has got.
 *
 * @returns false when none is left
 */
export async function takeSlice(
  transaction: Writing,
  name: string,
  slice: NonNullable<SchemaStep['slice']>,
): Promise<boolean> {
  const place = `slices_of_${name}`
  const query = transaction.selectFrom('setting').select('value').where('name', '=', place)
  const reached = await slice(
    transaction as unknown as Kysely<unknown>,
    Number((await query.executeTakeFirst())?.value ?? 0),
  )
  if (reached === null) {
    await transaction.deleteFrom('setting').where('name', '=', place).execute()
    return false
  }
  await sql`insert into setting (name, value) values (${place}, ${String(reached)})
    on conflict (name) do update set value = excluded.value`.execute(transaction)
  return true
}
