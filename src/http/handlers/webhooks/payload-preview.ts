import { PayloadPreviewRequest, PayloadPreviewResponse } from '../../../contract/webhooks/target-test.ts'
import type { Rehearsal } from '../../../intake/target-test.ts'
import { type Route, route } from '../../route.ts'
import { namedEventType } from './policy-draft.ts'
import type { Scope } from '../scope.ts'
import { type TargetChecks, previewedTarget } from './target-draft.ts'
import { stageOf } from './target-tests.ts'

export interface PayloadPreviewParts {
  readonly rehearsal: Rehearsal
  readonly checks: TargetChecks
}

/** Shows what a target would get of a sample event, byte for byte. */
export function payloadPreviewRoutes(
  { rehearsal, checks }: PayloadPreviewParts,
  scope: Scope,
): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: `${scope.path}/payload-preview`,
      operation: scope.pick('PreviewPayloadOfProject', 'PreviewPayload'),
      summary: scope.pick(
        'Show what a target of a project would get of a sample event',
        'Show what a target of a global policy would get of a sample event',
      ),
      tag: 'target',
      needs: 'notification-policy:read',
      isOnlyQuestion: true,
      schema: { params: scope.params({}), body: PayloadPreviewRequest },
      answers: { 200: PayloadPreviewResponse },
      handle(call) {
        const type = namedEventType(call.body.event_type ?? 'PUSH_ARTIFACT')
        const target = previewedTarget(call.body.target, checks)
        const { contentType, headers, body, warnings } = rehearsal.preview(type, target, stageOf(call))
        const answer = {
          content_type: contentType,
          ...(headers !== undefined && { headers: { ...headers } }),
          body,
          warnings: [...(warnings ?? [])],
        }
        return Promise.resolve({ status: 200, body: answer })
      },
    }),
  ]
}
