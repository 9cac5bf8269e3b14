import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { RETENTION_UNLESS_SET } from '../setting-names.ts'

/** Whether limits that nobody has set count for nothing. */
export async function keepsUnlessSet(read: Kysely<Schema>): Promise<boolean> {
  const query = read.selectFrom('setting').select('value').where('name', '=', RETENTION_UNLESS_SET)
  return (await query.executeTakeFirst())?.value === 'keep'
}
