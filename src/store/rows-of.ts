import type { Kysely, RawBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/** The rows of a statement that is written as text. */
export async function rowsOf<Row>(read: Kysely<Schema>, query: RawBuilder<Row>): Promise<readonly Row[]> {
  return (await query.execute(read)).rows
}
