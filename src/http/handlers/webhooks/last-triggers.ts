import * as CALLS from '../../../contract/calls.ts'
import type { LastTriggerResponse } from '../../../contract/webhooks/last-trigger.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { NEVER, timeInMs } from '../../times.ts'
import { projectIdOf } from '../project-id-of.ts'
import { type Trigger, triggersOf } from './triggers.ts'

export interface LastTriggerParts {
  readonly store: Pick<Store, 'policies' | 'lastTriggers'>
}

export function lastTriggerRoutes({ store }: LastTriggerParts): readonly Route[] {
  return answer(CALLS.listLastTriggers, async (call) => {
    const triggers = await triggersOf(projectIdOf(call), store)
    return { status: 200, body: triggers.map(lastTriggerResponse) }
  })
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
