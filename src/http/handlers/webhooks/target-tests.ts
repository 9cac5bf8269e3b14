import * as CALLS from '../../../contract/calls.ts'
import type { TargetTestResponse } from '../../../contract/webhooks/target-test.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Policy, Targets } from '../../../domain/policy/policy.ts'
import { draftedTarget } from '../../../domain/target/drafted-target.ts'
import type { TargetWithSecrets } from '../../../domain/target/target.ts'
import type { TargetTest, TestTarget } from '../../../intake/target-test.ts'
import { type Route, answer } from '../../route.ts'
import { namedEventType } from '../named-event-types.ts'
import { outcomeBody } from '../outcome-body.ts'
import { projectIdOf } from '../project-id-of.ts'
import { assertMeaningful } from './meaningful-events.ts'
import { sampleContext } from './sample-context.ts'
import { type TargetChecks, targetDraft } from './target-draft.ts'

export interface TargetTestParts {
  readonly store: { readonly targets: Pick<Targets, 'withSecrets' | 'ownerOf'> }
  readonly testTarget: TestTarget
  readonly dispatch: Pick<Dispatch, 'closeBreaker'>
  readonly checks: TargetChecks
}

interface FoundTarget {
  readonly target: TargetWithSecrets
  readonly owner: Pick<Policy, 'id' | 'projectId' | 'name'>
}

/** Sends a sample to a target and returns its answer. Works for paused targets too, and is no delivery. An answer closes an open breaker. */
export function targetTestRoutes({ store, testTarget, dispatch, checks }: TargetTestParts): readonly Route[] {
  const { targets } = store
  const find = async (projectId: number, id: number): Promise<FoundTarget> => {
    const [owner, target] = await Promise.all([targets.ownerOf(id), targets.withSecrets(id)])
    if (owner?.projectId !== projectId || target === null)
      throw new BellbuoyError('NOT_FOUND', `target ${id} not found`)
    return { target, owner }
  }
  return [
    answer(CALLS.testUnsavedTarget, async (call) => {
      const { event_type, target: written, target_id } = call.body
      const type = namedEventType(event_type ?? 'PUSH_ARTIFACT')
      const draft = targetDraft(written, '', checks)
      assertMeaningful([type], draft.type, checks)
      const stored = target_id === undefined ? null : await find(projectIdOf(call), target_id)
      const target = draftedTarget(draft, stored?.target ?? null)
      const test = await testTarget(type, target, sampleContext(call, stored?.owner))
      return { status: 200, body: testBody(test) }
    }),
    answer(CALLS.testTarget, async (call) => {
      const type = namedEventType(call.body.event_type ?? 'PUSH_ARTIFACT')
      const { target, owner } = await find(projectIdOf(call), call.params.target_id)
      assertMeaningful([type], target.type, checks)
      const test = await testTarget(type, target, sampleContext(call, owner))
      if (test.outcome.response !== null) dispatch.closeBreaker(target.id, 'it answered a test')
      return { status: 200, body: testBody(test) }
    }),
  ].flat()
}

export function testBody({ outcome, payload }: TargetTest): TargetTestResponse {
  const { request, response, failure } = outcomeBody(outcome)
  const { phases } = outcome
  return {
    success: failure === undefined,
    duration_ms: outcome.durationMs,
    ...(phases !== undefined && { phases: { ...phases } }),
    ...(request !== undefined && { request: { ...request, body: payload.body } }),
    ...(response !== undefined && { response }),
    ...(failure !== undefined && { error: failure }),
  }
}
