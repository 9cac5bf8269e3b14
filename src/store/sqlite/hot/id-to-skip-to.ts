import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../../sqlite/statement.ts'
import { DELIVERY_FLOOR } from '../../setting-names.ts'

/**
 * The id of the next delivery where it is not the one after the highest, else null: the first one in a database that was restored leaves out
 * numbers that were given out after its backup.
 */
export function prepareIdToSkipTo(database: DatabaseSync): () => number | null {
  const setting = statement(database, 'select value from setting where name = :name')
  const floor = Number(setting.get({ name: DELIVERY_FLOOR })?.['value'] ?? 0)
  const highest = statement(database, 'select max(id) as id from delivery')
  const skips = (): boolean => Number(highest.get({})?.['id'] ?? 0) < floor
  // It is asked again while this process lives, since the transaction of the first one may be undone.
  return skips() ? () => (skips() ? floor : null) : () => null
}
