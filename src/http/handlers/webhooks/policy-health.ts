import * as CALLS from '../../../contract/calls.ts'
import type {
  PolicyHealthBody,
  PolicyHealthQuery,
  PolicyHealthResponse,
} from '../../../contract/webhooks/policy-health.ts'
import { badRequest } from '../../../domain/errors.ts'
import {
  type HealthFilter,
  type HealthOrder,
  type HealthState,
  type PolicyHealth,
  type PolicyHealths,
  HEALTH_STATES,
} from '../../../domain/problem/policy-health.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'

export interface PolicyHealthParts {
  readonly store: Pick<Store, 'policyHealth'>
}

/** How policies stand: many from one call, also those of all projects. */
export function policyHealthRoutes({ store }: PolicyHealthParts): readonly Route[] {
  return answer(CALLS.listPolicyHealth, async ({ project, query }) => {
    const { sort = 'state', page = 1, page_size: size = 50 } = query
    const filter = healthFilter(query, project?.id ?? null)
    const found = await store.policyHealth(filter, {
      order: sort.replace('-', '') as HealthOrder,
      isReversed: sort.startsWith('-'),
      offset: (page - 1) * size,
      limit: size,
    })
    return { status: 200, body: healthResponse(found, filter.states ?? HEALTH_STATES) }
  })
}

/** @throws BellbuoyError `BAD_REQUEST` */
function healthFilter(
  { name = '', policy_id: policyId, state = '' }: PolicyHealthQuery,
  projectId: number | null,
): HealthFilter {
  return {
    projectId,
    ...(policyId !== undefined && { policyId }),
    ...(name !== '' && { name }),
    ...(state !== '' && { states: state.split(',').map(healthState) }),
  }
}

/** @throws BellbuoyError `BAD_REQUEST` */
function healthState(name: string): HealthState {
  const state = HEALTH_STATES.find((known) => known === name)
  if (state === undefined)
    throw badRequest(`there is no state ${name}; there are ${HEALTH_STATES.join(', ')}`)
  return state
}

function healthResponse(
  { items, counts }: PolicyHealths,
  asked: readonly HealthState[],
): PolicyHealthResponse {
  const inState = (state: HealthState): number => counts.get(state) ?? 0
  return {
    items: items.map(healthBody),
    total: asked.reduce((sum, state) => sum + inState(state), 0),
    counts: Object.fromEntries(
      HEALTH_STATES.map((state) => [state, inState(state)]),
    ) as PolicyHealthResponse['counts'],
  }
}

function healthBody(health: PolicyHealth): PolicyHealthBody {
  const { projectName, trouble, lastEventAtMs, delivered, failed, redelivered, waiting } = health
  return {
    policy_id: health.policyId,
    name: health.name,
    project_id: health.projectId,
    ...(projectName !== null && { project_name: projectName }),
    enabled: health.isEnabled,
    state: health.state,
    event_types: [...health.eventTypes],
    ...(trouble !== null && {
      trouble: {
        problem_id: trouble.problemId,
        since: timeInMs(trouble.sinceMs),
        cause: trouble.cause,
        ...(trouble.reason !== '' && { reason: trouble.reason }),
      },
    }),
    ...(lastEventAtMs !== null && { last_event_at: timeInMs(lastEventAtMs) }),
    targets: health.targets.map(({ id, type, address, isPaused, unreachableSinceMs }) => ({
      id,
      type,
      address,
      ...(isPaused && { paused: true }),
      ...(unreachableSinceMs !== null && { unreachable_since: timeInMs(unreachableSinceMs) }),
    })),
    delivered,
    failed,
    redelivered,
    waiting,
    recent: [...health.recent],
  }
}
