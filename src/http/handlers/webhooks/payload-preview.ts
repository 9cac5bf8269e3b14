import * as CALLS from '../../../contract/calls.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { PreviewPayload } from '../../../intake/payload-preview.ts'
import { type Route, answer } from '../../route.ts'
import { namedEventType } from '../named-event-types.ts'
import { sampleContext } from './sample-context.ts'
import { type TargetChecks, previewedTarget } from './target-draft.ts'

export interface PayloadPreviewParts {
  readonly previewPayload: PreviewPayload
  readonly checks: TargetChecks
}

/** Shows the payload of a sample event for a target, byte for byte. */
export function payloadPreviewRoutes({ previewPayload, checks }: PayloadPreviewParts): readonly Route[] {
  return answer(CALLS.previewPayload, async (call) => {
    const type = namedEventType(call.body.event_type ?? 'PUSH_ARTIFACT')
    const target = previewedTarget(call.body.target, checks)
    const { payload, overBudget } = await previewPayload(type, target, sampleContext(call))
    if (overBudget !== undefined) throw badRequest(`the template takes too much: ${overBudget}`)
    const { contentType, headers, body, warnings = [] } = payload
    return {
      status: 200,
      body: { content_type: contentType, ...(headers !== undefined && { headers }), body, warnings },
    }
  })
}
