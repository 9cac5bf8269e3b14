import Type from 'typebox'
import {
  type TargetTestResponse as TestBody,
  TargetTestRequest,
  TargetTestResponse,
  UnsavedTargetTestRequest,
} from '../../../contract/webhooks/target-test.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Policy, Targets } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import { draftedTarget } from '../../../domain/target/drafted-target.ts'
import type { TargetWithSecrets } from '../../../domain/target/target.ts'
import type { Rehearsal, RehearsedAttempt, Stage } from '../../../intake/target-test.ts'
import { type Route, route } from '../../route.ts'
import { outcomeBody } from '../history/history-response.ts'
import { type Scope, projectIdOf } from '../scope.ts'
import { namedEventType } from './policy-draft.ts'
import { type TargetChecks, targetDraft } from './target-draft.ts'

export interface TargetTestParts {
  readonly targets: Pick<Targets, 'withSecrets' | 'ownerOf'>
  readonly rehearsal: Rehearsal
  readonly checks: TargetChecks
}

/** Sends a sample to a target and says what came back; works for paused targets too, and is no delivery. */
export function targetTestRoutes(
  { targets, rehearsal, checks }: TargetTestParts,
  scope: Scope,
): readonly Route[] {
  const find = async (
    projectId: number,
    id: number,
  ): Promise<{ readonly target: TargetWithSecrets; readonly owner: Stage['policy'] }> => {
    const [owner, target] = await Promise.all([targets.ownerOf(id), targets.withSecrets(id)])
    if (owner?.projectId !== projectId || target === null)
      throw new BellbuoyError('NOT_FOUND', `target ${id} not found`)
    return { target, owner }
  }
  const unsaved = route({
    method: 'POST',
    path: `${scope.path}/targets/test`,
    tag: 'target',
    needs: 'notification-policy:create',
    operation: scope.pick('TestUnsavedTargetOfProject', 'TestUnsavedTarget'),
    summary: scope.pick(
      'Send a sample to a target of a project before it is saved',
      'Send a sample to a target of a global policy before it is saved',
    ),
    schema: { params: scope.params({}), body: UnsavedTargetTestRequest },
    answers: { 200: TargetTestResponse },
    async handle(call) {
      const { event_type, target: written, target_id } = call.body
      const type = namedEventType(event_type ?? 'PUSH_ARTIFACT')
      const draft = targetDraft(written, '', checks)
      const stored = target_id === undefined ? null : await find(projectIdOf(call), target_id)
      const target = draftedTarget(draft, stored?.target ?? null)
      const stage = stageOf(call, stored?.owner)
      return { status: 200, body: testBody(await rehearsal.attempt(type, target, stage)) }
    },
  })
  const saved = route({
    method: 'POST',
    path: `${scope.path}/targets/:target_id/test`,
    tag: 'target',
    needs: 'notification-policy:update',
    operation: scope.pick('TestTargetOfProject', 'TestTarget'),
    summary: scope.pick(
      'Send a sample to a target of a project',
      'Send a sample to a target of a global policy',
    ),
    schema: { params: scope.params({ target_id: Type.Integer() }), body: TargetTestRequest },
    answers: { 200: TargetTestResponse },
    async handle(call) {
      const type = namedEventType(call.body.event_type ?? 'PUSH_ARTIFACT')
      const { target, owner } = await find(projectIdOf(call), call.params.target_id)
      return { status: 200, body: testBody(await rehearsal.attempt(type, target, stageOf(call, owner))) }
    },
  })
  return [unsaved, saved]
}

/** A global policy's events come from any project: a sample comes from the one that is always there. */
const ANY_PROJECT = { name: 'library', isPublic: false }

export function stageOf(
  { project }: { readonly project: Project | null },
  policy: Pick<Policy, 'id' | 'projectId' | 'name'> = {
    id: 0,
    projectId: projectIdOf({ project }),
    name: '',
  },
): Stage {
  return { project: project ?? ANY_PROJECT, policy }
}

export function testBody({ outcome, payload }: RehearsedAttempt): TestBody {
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
