import * as CALLS from '../../../contract/calls.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import { draftedTarget } from '../../../domain/target/drafted-target.ts'
import type { TargetDraft } from '../../../domain/target/target.ts'
import type { SampleContext } from '../../../intake/payload-preview.ts'
import type { TestTarget } from '../../../intake/target-test.ts'
import { type Route, answer } from '../../route.ts'
import { namedEventType } from '../named-event-types.ts'
import { sampleContext } from '../webhooks/sample-context.ts'
import { type TargetChecks, targetDraft } from '../webhooks/target-draft.ts'
import { testBody } from '../webhooks/target-tests.ts'
import { assertByNumber } from './legacy-project.ts'

export interface LegacyTestParts {
  readonly checks: TargetChecks
  readonly testTarget: TestTarget
}

/**
 * Harbor 1.10's test of a policy before it is saved. As there, any response is a success whatever its status, and none is
 * 400; other than there each target gets a real sample with its authorization, and the answer holds its response.
 */
export function legacyTestRoutes({ checks, testTarget }: LegacyTestParts): readonly Route[] {
  const test = async (draft: TargetDraft, type: EventType, context: SampleContext) => {
    const body = testBody(await testTarget(type, draftedTarget(draft, null), context))
    if (body.error !== undefined && body.response === undefined)
      throw badRequest(`${draft.address}: ${body.error.text}`)
    return { address: draft.address, ...body }
  }
  return answer(CALLS.testLegacyPolicy, async (call) => {
    assertByNumber(call)
    const { name = '', targets = [], event_types: [first = 'pushImage'] = [] } = call.body
    if (targets.length === 0) throw badRequest(`empty notification target with policy ${name}`)
    const type = namedEventType(first)
    const drafts = targets.map((target) => targetDraft(target, name, checks))
    const tests = drafts.map((draft) => test(draft, type, sampleContext(call)))
    return { status: 200, body: { targets: await Promise.all(tests) } }
  })
}
