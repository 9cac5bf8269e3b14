import type { DatabaseSync } from 'node:sqlite'
import type { HourTable } from '../../figures/hour-tables.ts'
import { addRow } from '../../figures/removed-hours.ts'
import { statement } from '../../../sqlite/statement.ts'

/** Adds the figures of removed deliveries to those of their hours, in the transaction that removes them. */
export function prepareKeepRemovedHours(database: DatabaseSync): (rows: readonly HourTable[]) => void {
  const note = statement(
    database,
    'insert into hour_to_count (hour_at, times) values (:hour_at, 1) on conflict do update set times = times + 1',
  )
  const forgetStored = statement(
    database,
    'delete from hour_figures where hour_at = :hour_at and removed = 0',
  )
  const select = statement(
    database,
    'select * from hour_figures where project_id = :project_id and hour_at = :hour_at and removed = 1',
  )
  const keep = statement(
    database,
    `
    insert or replace into hour_figures (project_id, hour_at, removed, accepted, delivered, failed, stopped, expired, redelivered,
      pending, waits_json, counted_at)
    values (:project_id, :hour_at, :removed, :accepted, :delivered, :failed, :stopped, :expired, :redelivered,
      :pending, :waits_json, :counted_at)`,
  )
  return (rows) => {
    for (const hour_at of new Set(rows.map((row) => row.hour_at))) {
      note.run({ hour_at })
      forgetStored.run({ hour_at })
    }
    for (const row of rows) {
      const { project_id, hour_at } = row
      const known = select.get({ project_id, hour_at }) as HourTable | undefined
      keep.run({ ...addRow(known, row) })
    }
  }
}
