import Type from 'typebox'
import { LastTriggerResponse } from '../../../contract/webhooks/last-trigger.ts'
import type { LastTriggers } from '../../../domain/delivery/statistics.ts'
import type { Policies } from '../../../domain/policy/policy.ts'
import { type Route, route } from '../../route.ts'
import { NEVER, timeInMs } from '../../times.ts'
import { type Scope, projectIdOf } from '../scope.ts'
import { type Trigger, triggersOf } from './triggers.ts'

export function lastTriggerRoutes(
  policies: Policies,
  lastTriggers: LastTriggers,
  scope: Scope,
): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: `${scope.path}/lasttrigger`,
      operation: scope.pick('LastTrigger', 'LastTriggerOfGlobalPolicies'),
      summary: scope.pick(
        'List when each policy last got an event of each of its types',
        'List when each global policy last got an event of each of its types',
      ),
      tag: 'webhook',
      needs: 'notification-policy:read',
      schema: { params: scope.params({}) },
      answers: { 200: Type.Array(LastTriggerResponse) },
      async handle(call) {
        const triggers = await triggersOf(projectIdOf(call), policies, lastTriggers)
        return { status: 200, body: triggers.map(lastTriggerResponse) }
      },
    }),
  ]
}

function lastTriggerResponse({ policy, eventType, atMs }: Trigger): LastTriggerResponse {
  return {
    creation_time: timeInMs(policy.createdAtMs),
    ...(policy.enabled && { enabled: true }),
    event_type: eventType,
    last_trigger_time: atMs === null ? NEVER : timeInMs(atMs),
    ...(policy.name !== '' && { policy_name: policy.name }),
  }
}
