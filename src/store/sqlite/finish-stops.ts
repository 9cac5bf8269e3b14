import type { Clock } from '../../domain/clock.ts'
import { isUnavailable } from '../../domain/errors.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

/** Stops slice by slice, each in the commit of whatever else there is, so that nothing waits for longer than a slice takes. */
export async function finishStops(writer: SqliteWriter, clock: Pick<Clock, 'now'>): Promise<void> {
  try {
    while (await writer.submit('stopSlice', { nowMs: clock.now() }));
  } catch (error) {
    if (!isUnavailable(error)) throw error
  }
}
