import * as CALLS from '../../../contract/calls.ts'
import { DRY_RUN_EVENTS } from '../../../contract/webhooks/filter-dry-run.ts'
import { draftsOf } from '../../../domain/delivery/templates.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { eventFor, inForce } from '../../../domain/policy/harbor-way.ts'
import type { TriedVerdict, TryFilter } from '../../../domain/policy/try-filter.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { timeInMs } from '../../times.ts'
import { namedEventTypes } from '../named-event-types.ts'
import { policyFilter } from './policy-filter-body.ts'

export interface FilterDryRunParts {
  readonly store: Pick<Store, 'pastEvents'>
  readonly config: Pick<ServerConfig, 'harborWay'>
  readonly tryFilter: TryFilter
}

/** Tries event types and a filter on the newest events: which of them would a policy have got? */
export function filterDryRunRoutes({ store, config, tryFilter }: FilterDryRunParts): readonly Route[] {
  return answer(CALLS.dryRunFilter, async ({ project, body, caller }) => {
    const eventTypes = namedEventTypes(body.event_types)
    const { harbor_way: harborWay = null } = body
    const drafted = { enabled: true, eventTypes, filter: policyFilter(body.filter), harborWay }
    const policy = inForce(drafted, config.harborWay)
    const scope = { projectId: project?.id ?? null, withParts: policy.harborWay }
    const past = await store.pastEvents.newest(scope, DRY_RUN_EVENTS)
    const reported = past.map(({ event }) => eventFor(policy, event))
    const verdicts = await tryFilter({ policy, events: reported }, draftsOf(nameOf(caller)))
    const events = reported.map((event, index) => verdictBody(event, verdicts[index] ?? DELIVERED))
    const matched = events.filter(({ verdict }) => verdict === 'deliver').length
    return { status: 200, body: { looked_at: events.length, matched, events } }
  })
}

const DELIVERED: TriedVerdict = { verdict: 'deliver', excludedBy: null }

function verdictBody(event: RegistryEvent, { verdict, excludedBy }: TriedVerdict) {
  const { tag, digest } = artifactOf(event)
  return {
    id: event.id,
    type: event.type,
    repository: event.repository,
    ...(tag !== null && { tag }),
    ...(digest !== null && { digest }),
    ...(event.operator !== '' && { operator: event.operator }),
    occurred_at: timeInMs(event.occurredAtMs),
    verdict,
    ...(excludedBy !== null && { excluded_by: excludedBy }),
  }
}
