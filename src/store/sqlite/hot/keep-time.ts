import type { DatabaseSync } from 'node:sqlite'
import type { ServiceTime } from '../../clock/service-clock.ts'
import { SERVICE_CLOCK } from '../../setting-names.ts'
import { statement } from '../../../sqlite/statement.ts'

/** Keeps a reading of the service clock, from which the next process goes on. */
export function prepareKeepTime(database: DatabaseSync): (time: ServiceTime) => null {
  const upsert = statement(
    database,
    'insert into setting (name, value) values (:name, :value) on conflict do update set value = excluded.value',
  )
  return (time) => {
    upsert.run({ name: SERVICE_CLOCK, value: JSON.stringify(time) })
    return null
  }
}
