import type { HourTable } from '../../figures/hour-tables.ts'
import { addRow } from '../../figures/removed-hours.ts'
import { type Session, asRecords, statement } from './session.ts'

/** It comes first: a process that counts one of the hours, or removes more of it, waits from here on. */
const NOTE = statement(`
  insert into hour_to_count as noted (hour_at, times) select h, 1 from unnest($1::bigint[]) as h order by h
  on conflict (hour_at) do update set times = noted.times + 1`)
const FORGET_STORED = statement('delete from hour_figures where hour_at = any($1::bigint[]) and removed = 0')
const SELECT = statement('select * from hour_figures where hour_at = any($1::bigint[]) and removed = 1')

const KEEP = statement(`
  insert into hour_figures (project_id, hour_at, removed, accepted, delivered, failed, stopped, expired, redelivered, pending,
    waits_json, counted_at)
  select x.project_id, x.hour_at, x.removed, x.accepted, x.delivered, x.failed, x.stopped, x.expired, x.redelivered, x.pending,
    x.waits_json, x.counted_at
  from json_to_recordset($1::json) as x(project_id bigint, hour_at bigint, removed bigint, accepted bigint, delivered bigint,
    failed bigint, stopped bigint, expired bigint, redelivered bigint, pending bigint, waits_json text, counted_at bigint)
  on conflict (project_id, hour_at, removed) do update set accepted = excluded.accepted, delivered = excluded.delivered,
    failed = excluded.failed, stopped = excluded.stopped, expired = excluded.expired, redelivered = excluded.redelivered,
    pending = excluded.pending, waits_json = excluded.waits_json`)

/** Adds the figures of removed deliveries to those of their hours, in the transaction that removes them. */
export async function keepRemovedHours(session: Session, rows: readonly HourTable[]): Promise<void> {
  if (rows.length === 0) return
  const hours = [...new Set(rows.map(({ hour_at }) => hour_at))]
  session.tell(NOTE, hours)
  session.tell(FORGET_STORED, hours)
  const known = await session.ask<HourTable>(SELECT, hours)
  const keyOf = ({ project_id, hour_at }: HourTable): string => `${project_id} ${hour_at}`
  const knownOf = new Map(known.map((row) => [keyOf(row), row]))
  session.tell(KEEP, asRecords(rows.map((row) => addRow(knownOf.get(keyOf(row)), row))))
}
