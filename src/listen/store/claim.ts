import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { Facts } from '../webhook/webhook.ts'
import type { Claim, Claimed, ClaimedRun } from './operations.ts'

interface Row {
  readonly id: number
  readonly rule: string
  readonly identity: string
  readonly facts: string
  readonly reason: string
  readonly attempts: number
  readonly failures: number
  readonly accepted_at: number
  readonly content_type: string
  readonly body: Uint8Array
}

/** Marks due runs as under way, as many as their rules and all together have room for. */
export function prepareClaim(database: DatabaseSync): (claim: Claim) => Claimed {
  const due = statement(
    database,
    `select run.id, run.rule, webhook.identity, run.facts, run.reason, run.attempts, run.failures, run.accepted_at,
       webhook.content_type, webhook.body
     from run join webhook on webhook.id = run.webhook
     where run.rule = :rule and run.state = 'pending' and run.waits = 0 and run.due_at <= :now
     order by run.due_at, run.id limit :free`,
  )
  const take = statement(
    database,
    `update run set state = 'running', started_at = :now, process = :session, command_group = null,
       stop_asked_at = null where id = :id`,
  )
  const next = statement(
    database,
    `select min(due_at) as due_at from run where rule = :rule and state = 'pending' and waits = 0`,
  )
  return ({ nowMs, free, rules, session }) => {
    const rows: Row[] = []
    for (const rule of rules) {
      const room = Math.min(rule.free, free - rows.length)
      if (room > 0) rows.push(...(due.all({ rule: rule.name, now: nowMs, free: room }) as Row[]))
    }
    for (const { id } of rows) take.run({ id, now: nowMs, session })
    const dues = rules.flatMap(
      ({ name }) => (next.get({ rule: name }) as { due_at: number | null }).due_at ?? [],
    )
    return { runs: rows.map(claimedRun), nextDueAtMs: dues.length === 0 ? null : Math.min(...dues) }
  }
}

function claimedRun(row: Row): ClaimedRun {
  return {
    id: row.id,
    rule: row.rule,
    webhookId: row.identity,
    facts: JSON.parse(row.facts) as Facts,
    state: 'running',
    reason: row.reason,
    attempts: row.attempts,
    failures: row.failures,
    acceptedAtMs: row.accepted_at,
    dueAtMs: null,
    endedAtMs: null,
    contentType: row.content_type,
    body: row.body,
  }
}
