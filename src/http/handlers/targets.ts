import { GlobalTargetParams, TargetParams } from '../../contract/params.ts'
import { PausedResponse } from '../../contract/target.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Dispatch } from '../../domain/dispatch.ts'
import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Targets } from '../../domain/store.ts'
import { type Answer, type Route, route } from '../route.ts'

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
      verb === 'pause' ? 'Pause a target: what is for it waits' : 'Resume a paused target: what waits goes out'
    const name = verb === 'pause' ? 'Pause' : 'Resume'
    return [
      route({
        method: 'POST',
        path: `/api/v2.0/projects/:project_name_or_id/webhook/targets/:target_id/${verb}`,
        operation: `${name}TargetOfProject`,
        summary,
        tag: 'target',
        needs: 'notification-policy:update',
        schema: { params: TargetParams },
        answers: { 200: PausedResponse },
        handle: ({ project, params }) => set(project.id, params.target_id, verb === 'pause'),
      }),
      route({
        method: 'POST',
        path: `/api/v2.0/webhook/targets/:target_id/${verb}`,
        operation: `${name}Target`,
        summary: `${summary} (of a global policy)`,
        tag: 'target',
        needs: 'notification-policy:update',
        schema: { params: GlobalTargetParams },
        answers: { 200: PausedResponse },
        handle: ({ params }) => set(GLOBAL_PROJECT_ID, params.target_id, verb === 'pause'),
      }),
    ]
  })
}
