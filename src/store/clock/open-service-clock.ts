import type { Kysely } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import type { Schema } from '../schema.ts'
import { ServiceClock, type ServiceTime } from './service-clock.ts'
import { SERVICE_CLOCK } from '../setting-names.ts'

/** Goes on with the service clock of the process before. */
export async function openServiceClock(
  db: Kysely<Schema>,
  clock: Clock,
  longestStopMs: number,
): Promise<ServiceClock> {
  const kept = db.selectFrom('setting').select('value').where('name', '=', SERVICE_CLOCK)
  const row = await kept.executeTakeFirst()
  const last = row === undefined ? null : (JSON.parse(row.value) as ServiceTime)
  return new ServiceClock(clock, last, longestStopMs)
}
