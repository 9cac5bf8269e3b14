import * as CALLS from '../../../contract/calls.ts'
import type { PausedResponse } from '../../../contract/webhooks/target.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Store } from '../../../domain/store.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { projectIdOf } from '../project-id-of.ts'

export interface TargetParts {
  readonly store: Pick<Store, 'targets'>
  readonly dispatch: Pick<Dispatch, 'expect' | 'hold' | 'closeBreaker'>
  readonly clock: Pick<Clock, 'now'>
}

type TargetCall = Pick<Call<typeof CALLS.pauseTarget.inSystem>, 'params' | 'project' | 'concerns'>

/**
 * Deliveries to a paused target are accepted, wait, and go out once it is resumed. An attempt under way ends. The
 * time of the pause does not count towards the maximum age. Resuming a target that is unreachable closes its breaker.
 */
export function targetRoutes({ store, dispatch, clock }: TargetParts): readonly Route[] {
  const { targets } = store
  const setPaused = async (call: TargetCall, paused: boolean): Promise<PausedResponse> => {
    const { target_id: id } = call.params
    const projectId = projectIdOf(call)
    const owner = await targets.ownerOf(id)
    if (owner?.projectId === projectId) call.concerns(owner.name, owner.id)
    await targets.setPaused(projectId, id, paused)
    if (paused) await dispatch.hold(id)
    else dispatch.expect(id, clock.now())
    return { paused, waiting: await targets.waiting(id) }
  }
  return [
    answer(CALLS.pauseTarget, async (call) => {
      const body = await setPaused(call, true)
      return { status: 200, body }
    }),
    answer(CALLS.resumeTarget, async (call) => {
      const body = await setPaused(call, false)
      dispatch.closeBreaker(call.params.target_id, `${nameOf(call.caller)} resumed it`)
      return { status: 200, body }
    }),
  ].flat()
}
