import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { RunState } from '../runs/run.ts'
import { prepareNextInOrder } from './next-in-order.ts'
import type { LeftRun, StoreOperations } from './operations.ts'

type Life = {
  readonly [Name in 'start' | 'lasts' | 'giveBack' | 'left' | 'stopsAsked' | 'waiting']: (
    input: StoreOperations[Name]['input'],
  ) => StoreOperations[Name]['result']
}

interface GivenBack {
  readonly rule: string
  readonly order_key: string | null
  readonly state: RunState
}

/** The short operations on runs that are under way or wait. */
export function prepareLife(database: DatabaseSync): Life {
  const start = statement(
    database,
    `update run set process = :process where id = :run and state = 'running' and stop_asked_at is null`,
  )
  const lasts = statement(
    database,
    `update run set command_group = :group where id = :run and state = 'running'`,
  )
  const giveBack = statement(
    database,
    `update run set state = iif(stop_asked_at is null, 'pending', 'stopped'), process = null,
       ended_at = iif(stop_asked_at is null, null, :now), due_at = iif(stop_asked_at is null, due_at, null),
       reason = iif(stop_asked_at is null, reason, 'a person stopped it'), stop_asked_at = null
     where id = :run and state = 'running' returning rule, order_key, state`,
  )
  const nextInOrder = prepareNextInOrder(database)
  const left = statement(
    database,
    `select id, coalesce(started_at, accepted_at) as startedAtMs, process, command_group as commandGroup
     from run where state = 'running'`,
  )
  const stopsAsked = statement(
    database,
    `select id from run where state = 'running' and stop_asked_at is not null`,
  )
  const waiting = statement(
    database,
    `select rule, state, count(*) as count from run where ended_at is null group by rule, state`,
  )
  return {
    start: ({ run, process }) => Number(start.run({ run, process }).changes) === 1,
    lasts: ({ run, group }) => {
      lasts.run({ run, group })
      return null
    },
    giveBack: ({ run, nowMs }) => {
      const [row] = giveBack.all({ run, now: nowMs }) as readonly GivenBack[]
      if (row === undefined) throw new Error(`run ${run} is not under way`)
      nextInOrder(row.rule, row.order_key)
      return row.state
    },
    left: () => left.all({}) as LeftRun[],
    stopsAsked: () => (stopsAsked.all({}) as { id: number }[]).map(({ id }) => id),
    waiting: () => waiting.all({}) as { rule: string; state: RunState; count: number }[],
  }
}
