import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { Identity } from '../webhook/webhook.ts'
import { prepareEarlierRuns, type EarlierRun } from './earlier-runs.ts'
import type { Acceptance, Accepted, AcceptedRun, WantedRun } from './operations.ts'
import { prepareNextInOrder } from './next-in-order.ts'

/** Stores a webhook with the runs that it asks for, unless it was stored before. */
export function prepareAccept(database: DatabaseSync): (acceptance: Acceptance) => Accepted {
  const earlierRuns = prepareEarlierRuns(database)
  const insertWebhook = prepareInsertWebhook(database)
  const insertRun = prepareInsertRun(database)
  const replaceOlder = prepareReplaceOlder(database)
  return (acceptance) => {
    const { wanted, repeated } = sortOut(acceptance, earlierRuns(acceptance))
    if (wanted.length === 0) return { runs: repeated, isRepeat: repeated.length > 0, superseded: [] }
    const webhook = insertWebhook(acceptance)
    const created = wanted.map((run) => {
      const id = insertRun(run, webhook, acceptance.receivedAtMs)
      return { id, superseded: replaceOlder(run, id, acceptance.receivedAtMs), rule: run.rule }
    })
    const runs = created.map(({ id, rule }) => ({ id, rule, state: 'pending', reason: '' }) as const)
    return {
      runs: [...runs, ...repeated],
      isRepeat: false,
      superseded: created.flatMap(({ superseded }) => superseded),
    }
  }
}

interface SortedOut {
  readonly wanted: readonly WantedRun[]
  /** Runs that the webhook repeats; the last of each rule and event. */
  readonly repeated: readonly AcceptedRun[]
}

function sortOut({ identity, wanted }: Acceptance, earlier: readonly EarlierRun[]): SortedOut {
  if (earlier.length === 0) return { wanted, repeated: [] }
  const last = [...new Map(earlier.map((run) => [`${run.event}/${run.rule}`, run])).values()]
  if (!isNewRedelivery(identity, earlier)) return { wanted: [], repeated: last }
  const lastOf = ({ rule, event }: WantedRun): EarlierRun | undefined =>
    last.find((run) => run.rule === rule && run.event === event)
  const runsAgain = (run: WantedRun): boolean => {
    const before = lastOf(run)
    return before === undefined || run.onRedelivery === 'run' || hasFailed(before)
  }
  return {
    wanted: wanted.filter(runsAgain),
    repeated: wanted.filter((run) => !runsAgain(run)).flatMap((run) => lastOf(run) ?? []),
  }
}

/** A person asked for it, and it is not the retry of a redelivery that is known. */
function isNewRedelivery(identity: Identity, earlier: readonly EarlierRun[]): boolean {
  if (identity.kind === 'content' || identity.redelivery === 0) return false
  return earlier.every(({ redelivery }) => redelivery !== identity.redelivery)
}

function hasFailed({ state }: EarlierRun): boolean {
  return state === 'error' || state === 'stopped'
}

function prepareInsertWebhook(database: DatabaseSync): (acceptance: Acceptance) => number {
  const insert = statement(
    database,
    `insert into webhook (identity_kind, identity, redelivery, received_at, content_type, body)
     values (:kind, :identity, :redelivery, :received_at, :content_type, :body)`,
  )
  return ({ identity, receivedAtMs, contentType, bodyBase64 }) => {
    const { lastInsertRowid } = insert.run({
      kind: identity.kind,
      identity: identity.kind === 'id' ? identity.id : identity.sha256,
      redelivery: identity.kind === 'id' ? identity.redelivery : 0,
      received_at: receivedAtMs,
      content_type: contentType,
      body: Buffer.from(bodyBase64, 'base64'),
    })
    return Number(lastInsertRowid)
  }
}

function prepareInsertRun(database: DatabaseSync) {
  const insert = statement(
    database,
    `insert into run
       (webhook, event, rule, facts, order_key, latest_key, waits, state, reason, accepted_at, due_at)
     values (:webhook, :event, :rule, :facts, :order_key, :latest_key,
       exists (select 1 from run where rule = :rule and order_key = :order_key and ended_at is null),
       'pending', '', :now, :now)`,
  )
  return ({ event, rule, facts, orderKey, latestKey }: WantedRun, webhook: number, nowMs: number): number => {
    const { lastInsertRowid } = insert.run({
      webhook,
      event,
      rule,
      facts: JSON.stringify(facts),
      order_key: orderKey,
      latest_key: latestKey,
      now: nowMs,
    })
    return Number(lastInsertRowid)
  }
}

function prepareReplaceOlder(database: DatabaseSync) {
  const replace = statement(
    database,
    `update run set state = 'superseded', reason = :reason, due_at = null, ended_at = :now
     where rule = :rule and latest_key = :latest_key and id < :id and ended_at is null and state = 'pending'
     returning id`,
  )
  const nextInOrder = prepareNextInOrder(database)
  return ({ rule, latestKey, orderKey }: WantedRun, id: number, nowMs: number): readonly number[] => {
    if (latestKey === null) return []
    const reason = `run ${id} replaces it`
    const replaced = replace.all({ rule, latest_key: latestKey, id, reason, now: nowMs }) as { id: number }[]
    if (replaced.length > 0) nextInOrder(rule, orderKey)
    return replaced.map((run) => run.id)
  }
}
