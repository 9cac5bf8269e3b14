import Type from 'typebox'
import { PausedResponse } from '../../../contract/webhooks/target.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import type { Targets } from '../../../domain/policy/policy.ts'
import { type Answer, type Route, route } from '../../route.ts'
import { SCOPES, projectIdOf } from '../scope.ts'

export interface TargetParts {
  readonly targets: Targets
  readonly dispatch: Pick<Dispatch, 'expect' | 'hold'>
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Pausing a target: what is for it is accepted and waits, and goes out once it is resumed. An attempt under way ends; what
 * waits longer than the maximum age expires as ever.
 */
export function targetRoutes({ targets, dispatch, clock }: TargetParts): readonly Route[] {
  const set = async (projectId: number, id: number, paused: boolean): Promise<Answer> => {
    await targets.setPaused(projectId, id, paused)
    if (paused) await dispatch.hold(id)
    else dispatch.expect(id, clock.now())
    return { status: 200, body: { paused, waiting: await targets.waiting(id) } }
  }
  return (['pause', 'resume'] as const).flatMap((verb) => {
    const summary =
      verb === 'pause'
        ? 'Pause a target: what is for it waits'
        : 'Resume a paused target: what waits goes out'
    const name = verb === 'pause' ? 'Pause' : 'Resume'
    return SCOPES.map((scope) =>
      route({
        method: 'POST',
        path: `${scope.path}/targets/:target_id/${verb}`,
        operation: scope.pick(`${name}TargetOfProject`, `${name}Target`),
        summary: scope.pick(summary, `${summary} (of a global policy)`),
        tag: 'target',
        needs: 'notification-policy:update',
        schema: { params: scope.params({ target_id: Type.Integer() }) },
        answers: { 200: PausedResponse },
        handle: (call) => set(projectIdOf(call), call.params.target_id, verb === 'pause'),
      }),
    )
  })
}
