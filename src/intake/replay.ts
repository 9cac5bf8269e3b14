import type { Clock } from '../domain/clock.ts'
import type { DeliveryControl, ReplayedEvents } from '../domain/delivery/delivery-control.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { PastEvent, PastEvents, PastRange } from '../domain/delivery/history.ts'
import type { Incomplete } from '../domain/delivery/incomplete.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { Replayed } from '../domain/delivery/queue.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import { type PolicyInForce, eventFor, inForce } from '../domain/policy/harbor-way.ts'
import { type Policy, type Verdict, verdictOf } from '../domain/policy/policy.ts'
import type { Settings } from '../domain/policy/rules.ts'
import { type Project, type Projects, GLOBAL_PROJECT, GLOBAL_PROJECT_ID } from '../domain/project.ts'
import { decideEvent } from './decide-event.ts'

export interface ReplayParts {
  readonly store: {
    readonly pastEvents: PastEvents
    readonly projects: Pick<Projects, 'byId'>
    readonly settings: Pick<Settings, 'notificationsEnabled'>
    readonly deliveryControl: Pick<DeliveryControl, 'replay' | 'gotten'>
  }
  readonly formats: readonly PayloadFormat[]
  readonly dispatch: Pick<Dispatch, 'expect'>
  readonly clock: Pick<Clock, 'now'>
  /** Whether policies that do not name a way have Harbor's. */
  readonly harborWay: boolean
}

export interface ReplayRequest {
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
  /** The id of the event after which to go on, or null to begin. */
  readonly after: string | null
  readonly which: ReplayedEvents
  /** Only count the events. */
  readonly dryRun: boolean
}

export interface ReplayResult {
  readonly lookedAt: number
  /** Events that the policy wants. */
  readonly matched: number
  /** Deliveries that were created. */
  readonly done: number
  /** How many events the policy does not get, by the reason. */
  readonly left: ReadonlyMap<LeftBecause, number>
  /** How far back the range is complete; null: all of it is. */
  readonly incomplete: Incomplete | null
  /** `after` of the next call, or null when all events were looked at. */
  readonly next: string | null
}

type LeftBecause = Exclude<Verdict, 'deliver'> | 'got it already'

export type Replay = (policy: Policy, request: ReplayRequest) => Promise<ReplayResult>

/** Events of one transaction; between two of them, other writes take their turn. */
const BATCH = 200
/** Events that one call looks at; the caller goes on with `next`. */
const MAX_LOOKED_AT = 5000

/**
 * Delivers past events to a policy, oldest first, by its current way, event types, filter and targets. An event that a target has
 * received before is sent again, with the same `webhook-id`, unless only missed events are asked for. In Harbor's way events that are parts of others are sent too.
 *
 * The returned function throws BellbuoyError `CONFLICT` while the policy or all notifications are switched off.
 */
export function createReplay({ store, formats, dispatch, clock, harborWay }: ReplayParts): Replay {
  const byName = new Map(formats.map((format) => [format.name, format]))

  function replayed(past: PastEvent, policy: PolicyInForce, project: Project): Replayed {
    const rules = { revision: 0, notificationsEnabled: true, project, policies: [policy] }
    return decideEvent({ ...past, rules, formats: byName, reserve: () => false })
  }

  async function deliver(
    past: readonly PastEvent[],
    policy: PolicyInForce,
    which: ReplayedEvents,
  ): Promise<number> {
    const projects = new Map<number, Project | null>([[GLOBAL_PROJECT_ID, GLOBAL_PROJECT]])
    for (const { projectId } of past)
      if (!projects.has(projectId)) projects.set(projectId, await store.projects.byId(projectId))
    const events = past.flatMap((one) => {
      const project = projects.get(one.projectId) ?? null
      return project === null ? [] : [replayed(one, policy, project)]
    })
    const targetIds = await store.deliveryControl.replay(events, which)
    for (const targetId of new Set(targetIds)) dispatch.expect(targetId, clock.now())
    return targetIds.length
  }

  return async (asked, { sinceMs, untilMs, after, which, dryRun }) => {
    if (!dryRun) await assertSwitchedOn(asked, store.settings)
    const policy = inForce(asked, harborWay)
    const projectId = policy.projectId === GLOBAL_PROJECT_ID ? null : policy.projectId
    const range = { projectId, withParts: policy.harborWay, sinceMs, untilMs }
    const left = new Map<LeftBecause, number>()
    const incomplete = await incompleteFrom(store.pastEvents, range)
    const result = { lookedAt: 0, matched: 0, done: 0, left, incomplete }
    let last = after
    while (result.lookedAt < MAX_LOOKED_AT) {
      const past = await store.pastEvents.between(range, last, BATCH)
      const ids = past.map(({ event }) => event.id)
      const gotten = which === 'all' ? null : await store.deliveryControl.gotten(policy.id, ids)
      const wanted = past.filter(({ event }) => {
        const because = leftBecause(policy, event, gotten)
        if (because !== null) left.set(because, (left.get(because) ?? 0) + 1)
        return because === null
      })
      result.lookedAt += past.length
      result.matched += wanted.length
      if (!dryRun) result.done += await deliver(wanted, policy, which)
      last = past.at(-1)?.event.id ?? last
      if (past.length < BATCH) return { ...result, next: null }
    }
    return { ...result, next: last }
  }
}

async function incompleteFrom(
  pastEvents: Pick<PastEvents, 'removedUpTo'>,
  { projectId, sinceMs }: PastRange,
): Promise<Incomplete | null> {
  const last = await pastEvents.removedUpTo(projectId)
  return last === null || last < sinceMs ? null : { completeSinceMs: last + 1, removed: 'events' }
}

/** Why a policy does not get an event; null: it does. */
function leftBecause(
  policy: PolicyInForce,
  event: RegistryEvent,
  gotten: ReadonlySet<string> | null,
): LeftBecause | null {
  const verdict = verdictOf({ ...policy, enabled: true }, eventFor(policy, event), true)
  if (verdict !== 'deliver') return verdict
  return gotten?.has(event.id) === true ? 'got it already' : null
}

async function assertSwitchedOn(
  { enabled, name }: Policy,
  settings: Pick<Settings, 'notificationsEnabled'>,
): Promise<void> {
  if (!enabled) throw new BellbuoyError('CONFLICT', `policy ${name} is disabled: enable it first`)
  if (await settings.notificationsEnabled()) return
  throw new BellbuoyError('CONFLICT', 'notifications are switched off for the whole system')
}
