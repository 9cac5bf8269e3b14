import * as CALLS from '../../../contract/calls.ts'
import type { HoldResponse } from '../../../contract/webhooks/hold.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Store } from '../../../domain/store.ts'
import type { Log } from '../../../log.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { projectIdOf } from '../project-id-of.ts'

export interface HoldParts {
  readonly store: Pick<Store, 'holds' | 'problems'>
  readonly dispatch: Pick<Dispatch, 'expect' | 'hold'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'deliveriesHeld' | 'deliveriesReleased'>
}

/**
 * Holds of a project and of everything: deliveries are accepted, wait, and go out after the release. An attempt under way ends, and
 * test calls go out all the same. A target that something else holds too stays held.
 */
export function holdRoutes({
  store: { holds, problems },
  dispatch,
  clock,
  log,
}: HoldParts): readonly Route[] {
  const state = async (projectId: number): Promise<HoldResponse> => {
    const all = await holds.of(projectId)
    const held = { kind: 'deliveries_held', projectId, targetId: null } as const
    const waiting = all.length === 0 ? 0 : (await problems.waiting(held)).count
    return {
      waiting,
      held: all.length > 0,
      holds: all.map(({ scope, sinceMs, by }) => ({ scope, since: timeInMs(sinceMs), by })),
    }
  }
  return [
    answer(CALLS.getHold, async (call) => ({ status: 200, body: await state(projectIdOf(call)) })),
    answer(CALLS.holdDeliveries, async (call) => {
      const projectId = projectIdOf(call)
      const of = call.project?.name ?? 'everything'
      call.concerns(of)
      const by = nameOf(call.caller)
      const held = await holds.begin({ projectId, by })
      await Promise.all(held.map((id) => dispatch.hold(id)))
      log.deliveriesHeld({ of, by, targets: held.length })
      return { status: 200, body: await state(projectId) }
    }),
    answer(CALLS.releaseDeliveries, async (call) => {
      const projectId = projectIdOf(call)
      const of = call.project?.name ?? 'everything'
      call.concerns(of)
      const released = await holds.end(projectId)
      for (const id of released) dispatch.expect(id, clock.now())
      log.deliveriesReleased({ of, by: nameOf(call.caller), targets: released.length })
      return { status: 200, body: await state(projectId) }
    }),
  ].flat()
}
