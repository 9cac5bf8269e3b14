import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'
import type { Acceptance, AcceptedRun } from './operations.ts'

/** A run of a webhook that came before. */
export interface EarlierRun extends AcceptedRun {
  readonly event: number
  readonly redelivery: number
}

/** Finds the runs of the webhook that another one repeats, in the order in which they were accepted. */
export function prepareEarlierRuns(
  database: DatabaseSync,
): (acceptance: Acceptance) => readonly EarlierRun[] {
  const byId = statement(
    database,
    `select run.id, run.rule, run.state, run.reason, run.event, webhook.redelivery
     from webhook join run on run.webhook = webhook.id
     where webhook.identity = :identity and webhook.identity_kind = 'id'
     order by run.id`,
  )
  const byContent = statement(
    database,
    `select run.id, run.rule, run.state, run.reason, run.event, 0 as redelivery
     from webhook join run on run.webhook = webhook.id
     where webhook.identity = :identity and webhook.identity_kind = 'content' and webhook.received_at > :after
     order by run.id`,
  )
  return ({ identity, receivedAtMs, repeatWindowMs }) =>
    (identity.kind === 'id'
      ? byId.all({ identity: identity.id })
      : byContent.all({
          identity: identity.sha256,
          after: receivedAtMs - repeatWindowMs,
        })) as readonly EarlierRun[]
}
