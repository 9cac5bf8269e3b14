import * as CALLS from '../../../contract/calls.ts'
import { type BulkRequest, type BulkResponse, PAYLOAD_REMOVED } from '../../../contract/history/history.ts'
import type { HistoryFilter } from '../../../contract/history/history-filter.ts'
import {
  type DeliveryState,
  DELIVERY_STATES,
  ENDED_STATES,
  FAILED_STATES,
  OPEN_STATES,
} from '../../../domain/delivery/delivery-state.ts'
import type { DeliveryFilter, History } from '../../../domain/delivery/history.ts'
import { badRequest } from '../../../domain/errors.ts'
import { type Route, answer } from '../../route.ts'
import { type DeliveryActionParts, expectNow, stoppedBy } from './delivery-actions.ts'
import { deliveryFilter } from './delivery-filter.ts'

/** Deliveries that one call acts on at the most. */
const MAX_AT_A_TIME = 1000

/** Why a delivery that the filter matches is left alone, by its state. */
const LEFT_BECAUSE: Readonly<Record<DeliveryState, string>> = {
  pending: 'has not ended',
  running: 'has not ended',
  success: 'was delivered',
  error: 'failed',
  stopped: 'was stopped',
  expired: 'expired',
}

interface BulkAction {
  readonly projectId: number | null
  /** What the action can take. */
  readonly states: readonly DeliveryState[]
  /** Whether it takes each delivery once, however often it is asked. */
  readonly isOnce: boolean
  /** What it takes with `all` and no state. */
  readonly statesOfAll: readonly DeliveryState[]
  /** Why it did not take one that it was handed. */
  readonly leftBecause: string
  /** Those of some deliveries that have lost what the action needs. */
  readonly unfit: (ids: readonly number[]) => Promise<ReadonlySet<number>>
  /** Answers how many it took. */
  readonly run: (ids: readonly number[]) => Promise<number>
}

/** Sends deliveries once more, or stops them, many by a filter. */
export function bulkActionRoutes(parts: DeliveryActionParts): readonly Route[] {
  const { history, deliveryControl } = parts.store
  return [
    answer(CALLS.redeliverMany, async ({ project, body }) => {
      const action: BulkAction = {
        projectId: project?.id ?? null,
        states: ENDED_STATES,
        isOnce: true,
        statesOfAll: FAILED_STATES,
        leftBecause: 'its policy or target is gone, or it is being sent again',
        unfit: deliveryControl.withoutPayload,
        async run(ids) {
          const created = await deliveryControl.redeliverOnce(ids)
          expectNow(parts, created)
          return created.length
        },
      }
      return { status: 200, body: await act(history, body, action) }
    }),
    answer(CALLS.stopDeliveries, async ({ project, body, caller }) => {
      const action: BulkAction = {
        projectId: project?.id ?? null,
        states: OPEN_STATES,
        isOnce: false,
        statesOfAll: OPEN_STATES,
        leftBecause: 'has ended meanwhile',
        unfit: () => Promise.resolve(new Set()),
        run: (ids) => deliveryControl.stop(ids, stoppedBy(caller)),
      }
      return { status: 200, body: await act(history, body, action) }
    }),
  ].flat()
}

async function act(history: History, request: BulkRequest, action: BulkAction): Promise<BulkResponse> {
  const { dry_run: isDryRun = false, cursor = null } = request
  const { asked, wanted } = whichOf(request, action)
  const left = cursor === null ? await leftByState(history, asked, wanted) : new Map<string, number>()
  const taken = { ...asked, states: wanted, ...(action.isOnce && { isToRedeliver: true }) }
  if (action.isOnce && cursor === null) await addSentAgain(history, taken, left)
  const { items, next } = await history.deliveries(taken, MAX_AT_A_TIME, cursor)
  const ids = items.map(({ id }) => id)
  const unfit = await action.unfit(ids)
  if (unfit.size > 0) left.set(PAYLOAD_REMOVED, unfit.size)
  const fit = ids.filter((id) => !unfit.has(id))
  const done = isDryRun ? 0 : await action.run(fit)
  if (!isDryRun && done < fit.length) left.set(action.leftBecause, fit.length - done)
  const rest = next === null ? { more: false } : { more: true, next }
  const split = [...left].map(([reason, count]) => ({ reason, count }))
  return { matched: fit.length, done, left: split, ...rest }
}

/**
 * The deliveries that are asked for, and the states of those that the action takes.
 *
 * @throws BellbuoyError `BAD_REQUEST` for a body that does not say which, or asks for states that the action cannot take
 */
function whichOf({ filter = {}, all = false }: BulkRequest, { projectId, ...action }: BulkAction) {
  if (!all && isEmpty(filter))
    throw badRequest('say which deliveries: give a filter, or "all": true for every one')
  const asked = deliveryFilter(filter, projectId)
  const states = asked.states ?? (all ? action.statesOfAll : action.states)
  const wanted = states.filter((state) => action.states.includes(state))
  if (wanted.length === 0) throw badRequest(`state must be among ${action.states.join(', ')}`)
  return { asked, wanted }
}

function isEmpty(filter: HistoryFilter): boolean {
  return Object.values(filter).every((value) => value === '')
}

/** What a redelivery would take, had it not been sent again before. */
async function addSentAgain(
  history: History,
  taken: DeliveryFilter,
  left: Map<string, number>,
): Promise<void> {
  const counts = await history.countByState({ ...taken, isToRedeliver: false })
  const sentAgain = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (sentAgain > 0) left.set('was sent again already', sentAgain)
}

/** What the filter matches in states that the action does not take, by the reason. */
async function leftByState(
  history: History,
  asked: DeliveryFilter,
  wanted: readonly DeliveryState[],
): Promise<Map<string, number>> {
  const others = (asked.states ?? DELIVERY_STATES).filter((state) => !wanted.includes(state))
  const left = new Map<string, number>()
  if (others.length === 0) return left
  const counts = await history.countByState({ ...asked, states: others })
  for (const [state, count] of counts)
    left.set(LEFT_BECAUSE[state], (left.get(LEFT_BECAUSE[state]) ?? 0) + count)
  return left
}
