import { LegacyPolicyRequest, LegacyTestResponse } from '../../../contract/webhooks/legacy.ts'
import { ProjectParams } from '../../../contract/params.ts'
import { draftedTarget } from '../../../domain/target/drafted-target.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import type { TargetDraft } from '../../../domain/target/target.ts'
import type { Rehearsal, Stage } from '../../../intake/target-test.ts'
import { type Route, route } from '../../route.ts'
import { namedEventType } from '../webhooks/policy-draft.ts'
import { type TargetChecks, targetDraft } from '../webhooks/target-draft.ts'
import { stageOf, testBody } from '../webhooks/target-tests.ts'
import { LEGACY_PATH, assertByNumber } from './legacy-project.ts'

export interface LegacyTestParts {
  readonly checks: TargetChecks
  readonly rehearsal: Rehearsal
}

/**
 * Harbor 1.10's test of a policy before it is saved. As there, an answer is a success whatever its status, and no answer is
 * 400; other than there each target gets a real sample with its way to log in, and the answer says what came back.
 */
export function legacyTestRoute({ checks, rehearsal }: LegacyTestParts): Route {
  const test = async (draft: TargetDraft, type: EventType, stage: Stage) => {
    const body = testBody(await rehearsal.attempt(type, draftedTarget(draft, null), stage))
    if (body.error !== undefined && body.response === undefined)
      throw new BellbuoyError('BAD_REQUEST', `${draft.address}: ${body.error.text}`)
    return { address: draft.address, ...body }
  }
  return route({
    method: 'POST',
    path: `${LEGACY_PATH}/policies/test`,
    operation: 'TestLegacyPolicy',
    tag: 'legacy',
    summary: 'Send a sample to the targets of a policy before it is saved',
    needs: 'notification-policy:create',
    schema: { params: ProjectParams, body: LegacyPolicyRequest },
    answers: { 200: LegacyTestResponse },
    async handle(call) {
      assertByNumber(call)
      const { name = '', targets = [], event_types: [first = 'pushImage'] = [] } = call.body
      if (targets.length === 0)
        throw new BellbuoyError('BAD_REQUEST', `empty notification target with policy ${name}`)
      const type = namedEventType(first)
      const drafts = targets.map((target) => targetDraft(target, name, checks))
      const stage = stageOf(call)
      return {
        status: 200,
        body: { targets: await Promise.all(drafts.map((draft) => test(draft, type, stage))) },
      }
    },
  })
}
