import type { DatabaseSync } from 'node:sqlite'
import type { HeldChange } from '../../../domain/delivery/queue.ts'
import { statement } from './statement.ts'

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
    update event set held_until = null, held_client = null, merged_into = :merged_into
    where id = :id and held_until is not null`,
  )
  const extend = statement(
    database,
    'update event set held_until = max(held_until, :held_until) where id = :id and held_until is not null',
  )
  return (change) => {
    if ('mergedInto' in change) merge.run({ id: change.id, merged_into: change.mergedInto })
    else extend.run({ id: change.id, held_until: change.heldUntilMs })
  }
}
