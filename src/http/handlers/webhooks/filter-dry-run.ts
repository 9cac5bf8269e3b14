import * as CALLS from '../../../contract/calls.ts'
import type { PastEvent } from '../../../domain/delivery/history.ts'
import { draftsOf } from '../../../domain/delivery/templates.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import { artifactOf } from '../../../domain/event/event.ts'
import type { Verdict } from '../../../domain/policy/policy.ts'
import type { TryFilter } from '../../../domain/policy/try-filter.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { namedEventTypes } from '../named-event-types.ts'
import { policyFilter } from './policy-filter-body.ts'

const MAX_LOOKED_AT = 300

export interface FilterDryRunParts {
  readonly store: Pick<Store, 'pastEvents'>
  readonly tryFilter: TryFilter
}

/** Tries event types and a filter on the newest events: which of them would a policy have got? */
export function filterDryRunRoutes({ store, tryFilter }: FilterDryRunParts): readonly Route[] {
  return answer(CALLS.dryRunFilter, async ({ project, body, caller }) => {
    const eventTypes = namedEventTypes(body.event_types)
    const policy = { enabled: true, eventTypes, filter: policyFilter(body.filter) }
    const past = await store.pastEvents.newest(project?.id ?? null, MAX_LOOKED_AT)
    const tried = { policy, events: past.map(({ event }) => event) }
    const verdicts = await tryFilter(tried, draftsOf(nameOf(caller)))
    const events = past.map((one, index) => verdictBody(one, verdicts[index] ?? 'deliver'))
    const matched = events.filter(({ verdict }) => verdict === 'deliver').length
    return { status: 200, body: { looked_at: events.length, matched, events } }
  })
}

function verdictBody({ event }: PastEvent, verdict: Verdict) {
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
  }
}
