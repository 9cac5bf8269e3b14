import { ReplayRequest, ReplayResponse } from '../../../contract/webhooks/replay.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Policies } from '../../../domain/policy/policy.ts'
import type { Replay } from '../../../intake/replay.ts'
import { type Route, route } from '../../route.ts'
import { type Scope, projectIdOf } from '../scope.ts'
import { POLICY_ID, findPolicy } from '../webhooks/policies.ts'
import { writtenTime } from './delivery-filter.ts'

export interface ReplayRouteParts {
  readonly policies: Policies
  readonly replay: Replay
  readonly clock: Pick<Clock, 'now'>
}

/** Delivers to a policy what happened in the past. */
export function replayRoutes({ policies, replay, clock }: ReplayRouteParts, scope: Scope): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: `${scope.path}/policies/:webhook_policy_id/replay`,
      operation: scope.pick('ReplayWebhookPolicyOfProject', 'ReplayGlobalPolicy'),
      summary: scope.pick(
        'Deliver to a policy what happened since a time',
        'Deliver to a global policy what happened since a time',
      ),
      tag: 'history',
      needs: 'notification-policy:update',
      schema: { params: scope.params(POLICY_ID), body: ReplayRequest },
      answers: { 200: ReplayResponse },
      async handle(call) {
        const { since, until, cursor, dry_run } = call.body
        const policy = await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)
        const { lookedAt, matched, done, next } = await replay(policy, {
          sinceMs: writtenTime('since', since),
          untilMs: until === undefined ? clock.now() : writtenTime('until', until),
          after: cursor ?? null,
          dryRun: dry_run ?? false,
        })
        const progress = { more: next !== null, ...(next !== null && { next }) }
        return { status: 200, body: { looked_at: lookedAt, matched, done, ...progress } }
      },
    }),
  ]
}
