import type { DatabaseSync } from 'node:sqlite'
import type { HeldChange } from '../../../domain/delivery/queue.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { statement } from '../../../sqlite/statement.ts'

/** As `prepareChangeHeld`, for changes that no new event brings about. */
export function prepareChangeAllHeld(database: DatabaseSync): (changes: readonly HeldChange[]) => null {
  const change = prepareChangeHeld(database)
  return (changes) => {
    changes.forEach(change)
    return null
  }
}

/** Joins a held event to another one or lets it wait longer; an event that is held no more stays as it is. */
export function prepareChangeHeld(database: DatabaseSync): (change: HeldChange) => void {
  const merge = statement(
    database,
    `
    update event set held_until = null, held_client = null, merged_into = (select id from event where uuid = :whole)
    where uuid = :uuid and held_until is not null`,
  )
  const extend = statement(
    database,
    'update event set held_until = max(held_until, :held_until) where uuid = :uuid and held_until is not null',
  )
  return (change) => {
    const uuid = uuidBytes(change.id)
    if ('mergedInto' in change) merge.run({ uuid, whole: uuidBytes(change.mergedInto) })
    else extend.run({ uuid, held_until: change.heldUntilMs })
  }
}
