import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import { prepareNextInOrder } from './next-in-order.ts'
import type { Sweep } from './operations.ts'

/** So many runs go at a time, so that webhooks that arrive meanwhile do not wait. */
const SLICE = 200
/** Runs whose rule is gone wait so long for it to come back: an edit of a rules file may be a slip. */
const GONE_AFTER_MS = 3_600_000

/** Removes runs that ended long ago, with their attempts and webhooks, and ends those whose rule is gone. */
export function prepareSweep(database: DatabaseSync): (sweep: Sweep) => number {
  const remove = prepareRemove(database)
  const stopOrphans = prepareStopOrphans(database)
  return (sweep) => remove(sweep) + stopOrphans(sweep)
}

function prepareRemove(database: DatabaseSync): (sweep: Sweep) => number {
  const newest = statement(database, 'select max(id) as id from run')
  const old = statement(
    database,
    `select id, webhook from run where ended_at is not null and ended_at < :before order by ended_at limit ${SLICE}`,
  )
  const many = statement(
    database,
    `select id, webhook from run where id <= :up_to and ended_at is not null order by id limit ${SLICE}`,
  )
  const removeAttempts = statement(database, 'delete from attempt where run = :run')
  const removeRun = statement(database, 'delete from run where id = :run')
  const removeWebhook = statement(
    database,
    'delete from webhook where id = :webhook and not exists (select 1 from run where webhook = :webhook)',
  )
  return ({ nowMs, keepMs, keepRuns }) => {
    const newestId = Number(newest.get({})?.['id'] ?? 0)
    const found = [...old.all({ before: nowMs - keepMs }), ...many.all({ up_to: newestId - keepRuns })]
    for (const { id, webhook } of found as readonly { id: number; webhook: number }[]) {
      removeAttempts.run({ run: id })
      removeRun.run({ run: id })
      removeWebhook.run({ webhook })
    }
    return found.length
  }
}

function prepareStopOrphans(database: DatabaseSync): (sweep: Sweep) => number {
  const stop = statement(
    database,
    `update run set state = 'stopped', reason = 'its rule is gone', due_at = null, ended_at = :now
     where id in (
       select id from run
       where state = 'pending' and waits = 0 and due_at < :before
         and rule not in (select value from json_each(:rules))
       limit ${SLICE})
     returning rule, order_key`,
  )
  const nextInOrder = prepareNextInOrder(database)
  return ({ nowMs, rules }) => {
    const stopped = stop.all({ now: nowMs, before: nowMs - GONE_AFTER_MS, rules: JSON.stringify(rules) })
    for (const { rule, order_key: key } of stopped as readonly { rule: string; order_key: string | null }[])
      nextInOrder(rule, key)
    return stopped.length
  }
}
