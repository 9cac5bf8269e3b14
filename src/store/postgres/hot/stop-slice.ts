import { type Session, statement } from './session.ts'

interface StoppingRow {
  readonly id: number
  readonly stop_up_to: number
  readonly stop_reason: string
}

/** Deliveries in a slice: a transaction that waits for its rows waits no longer than for a few of them. */
const SLICE = 200

const SELECT_TARGET = statement(`
  select id, stop_up_to, stop_reason from target where stop_up_to is not null order by id limit 1 for update skip locked`)

const STOP = statement(`
  update delivery set state = 'stopped', due_at = null, reason = $3, updated_at = $4, ended_at = $4
  where id in (
    select id from delivery where state = 'pending' and target_id = $1 and id <= $2 limit ${SLICE} for update)`)

const FINISH = statement('update target set stop_up_to = null, stop_reason = null where id = $1')

/** Stops some of the deliveries that `stopDeliveries` marked; false when none are left, or others stop them. */
export async function stopSlice(session: Session, nowMs: number): Promise<boolean> {
  const [target] = await session.ask<StoppingRow>(SELECT_TARGET)
  if (target === undefined) return false
  const { id, stop_up_to: upTo, stop_reason: reason } = target
  if ((await session.change(STOP, id, upTo, reason, nowMs)) < SLICE) await session.change(FINISH, id)
  return true
}
