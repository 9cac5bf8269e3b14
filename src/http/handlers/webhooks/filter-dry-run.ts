import { FilterDryRunRequest, FilterDryRunResponse } from '../../../contract/webhooks/filter-dry-run.ts'
import type { PastEvent, PastEvents } from '../../../domain/delivery/history.ts'
import { artifactOf } from '../../../domain/event/event.ts'
import { type Policy, verdictOf } from '../../../domain/policy/policy.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import type { Scope } from '../scope.ts'
import { eventTypesOf } from './policy-draft.ts'
import { policyFilter } from './policy-filter-body.ts'

const MAX_LOOKED_AT = 300

/** Says of the newest events which a policy with these event types and this filter would have got. */
export function filterDryRunRoutes(pastEvents: PastEvents, scope: Scope): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: `${scope.path}/filters/dry-run`,
      operation: scope.pick('DryRunFilterOfProject', 'DryRunFilter'),
      summary: scope.pick(
        'Say which of the newest events of a project a filter lets through',
        'Say which of the newest events a filter lets through',
      ),
      tag: 'webhook',
      needs: 'notification-policy:read',
      isOnlyQuestion: true,
      schema: { params: scope.params({}), body: FilterDryRunRequest },
      answers: { 200: FilterDryRunResponse },
      async handle({ project, body }) {
        const eventTypes = eventTypesOf(body.event_types)
        const policy = { enabled: true, eventTypes, filter: policyFilter(body.filter) }
        const past = await pastEvents.newest(project?.id ?? null, MAX_LOOKED_AT)
        const events = past.map((one) => verdictBody(one, policy))
        const matched = events.filter(({ verdict }) => verdict === 'deliver').length
        return { status: 200, body: { looked_at: events.length, matched, events } }
      },
    }),
  ]
}

function verdictBody({ event }: PastEvent, policy: Pick<Policy, 'enabled' | 'eventTypes' | 'filter'>) {
  const { tag, digest } = artifactOf(event)
  return {
    id: event.id,
    type: event.type,
    repository: event.repository,
    ...(tag !== null && { tag }),
    ...(digest !== null && { digest }),
    ...(event.operator !== '' && { operator: event.operator }),
    occurred_at: timeInMs(event.occurredAtMs),
    verdict: verdictOf(policy, event, true),
  }
}
