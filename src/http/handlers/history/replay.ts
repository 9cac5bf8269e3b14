import * as CALLS from '../../../contract/calls.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Store } from '../../../domain/store.ts'
import type { Replay } from '../../../intake/replay.ts'
import { type Route, answer } from '../../route.ts'
import { projectIdOf } from '../project-id-of.ts'
import { findPolicy } from '../webhooks/policies.ts'
import { writtenTime } from './delivery-filter.ts'
import { incompleteBody } from './incomplete-body.ts'

export interface ReplayRouteParts {
  readonly store: Pick<Store, 'policies'>
  readonly replay: Replay
  readonly clock: Pick<Clock, 'now'>
}

/** Delivers past events to a policy. */
export function replayRoutes({ store, replay, clock }: ReplayRouteParts): readonly Route[] {
  return answer(CALLS.replayEvents, async (call) => {
    const { since, until, cursor, missed, dry_run } = call.body
    const policy = await findPolicy(store.policies, projectIdOf(call), call.params.webhook_policy_id)
    call.concerns(policy.name)
    const { lookedAt, matched, done, left, incomplete, next } = await replay(policy, {
      sinceMs: writtenTime('since', since),
      untilMs: until === undefined ? clock.now() : writtenTime('until', until),
      after: cursor ?? null,
      which: missed === true ? 'missed' : 'all',
      dryRun: dry_run ?? false,
    })
    const split = [...left].map(([reason, count]) => ({ reason, count }))
    const progress = { more: next !== null, ...(next !== null && { next }) }
    const body = {
      looked_at: lookedAt,
      matched,
      done,
      left: split,
      ...incompleteBody(incomplete),
      ...progress,
    }
    return { status: 200, body }
  })
}
