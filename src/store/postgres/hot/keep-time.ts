import type { ServiceTime } from '../../clock/service-clock.ts'
import { SERVICE_CLOCK } from '../../setting-names.ts'
import { type Session, statement } from './session.ts'

const UPSERT = statement(`
  insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`)

/** Keeps a reading of the service clock, from which the next process goes on. */
export function keepTime(session: Session, time: ServiceTime): void {
  session.tell(UPSERT, SERVICE_CLOCK, JSON.stringify(time))
}
