import { BellbuoyError } from '../domain/errors.ts'
import type { Connections } from './connections.ts'

/**
 * Runs a change whose name may be taken.
 *
 * @throws BellbuoyError `CONFLICT` with this message when the change breaches a unique index
 */
export async function orConflict<Result>(
  { isUniqueViolation }: Pick<Connections, 'isUniqueViolation'>,
  message: string,
  change: () => Promise<Result>,
): Promise<Result> {
  try {
    return await change()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new BellbuoyError('CONFLICT', message, { cause: error })
  }
}
