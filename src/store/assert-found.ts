import type { DeleteResult, UpdateResult } from 'kysely'
import { BellbuoyError } from '../domain/errors.ts'

/** @throws BellbuoyError `NOT_FOUND` when an update or a deletion of this thing found no row */
export function assertFound(result: UpdateResult | DeleteResult, thing: string): void {
  const rows = 'numUpdatedRows' in result ? result.numUpdatedRows : result.numDeletedRows
  if (rows === 0n) throw new BellbuoyError('NOT_FOUND', `${thing} not found`)
}
