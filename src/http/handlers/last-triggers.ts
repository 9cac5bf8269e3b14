import Type from 'typebox'
import { LastTriggerResponse } from '../../contract/last-trigger.ts'
import { ProjectParams } from '../../contract/params.ts'
import type { LastTriggers, Policies } from '../../domain/store.ts'
import { type Route, route } from '../route.ts'
import { NEVER, timeInMs } from '../times.ts'
import { type Trigger, triggersOf } from './triggers.ts'

export function lastTriggerRoutes(policies: Policies, lastTriggers: LastTriggers): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/projects/:project_name_or_id/webhook/lasttrigger',
      operation: 'LastTrigger',
      summary: 'List when each policy last got an event of each of its types',
      tag: 'webhook',
      needs: 'notification-policy:read',
      schema: { params: ProjectParams },
      answers: { 200: Type.Array(LastTriggerResponse) },
      async handle({ project }) {
        const triggers = await triggersOf(project.id, policies, lastTriggers)
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
