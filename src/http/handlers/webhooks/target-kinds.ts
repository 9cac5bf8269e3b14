import * as CALLS from '../../../contract/calls.ts'
import type { TargetKindResponse } from '../../../contract/webhooks/target-kind.ts'
import { type Route, answer } from '../../route.ts'
import { type TargetChecks, offeredKinds } from './target-draft.ts'

/** The kinds of targets with their options, from which a client can draw its form. */
export function targetKindRoutes({ checks }: { readonly checks: TargetChecks }): readonly Route[] {
  const { payloadFormats, defaultPayloadFormat } = checks
  const names = payloadFormats.map(({ name }) => name)
  const forPrograms = [defaultPayloadFormat, ...names.filter((name) => name !== defaultPayloadFormat)]
  const body: TargetKindResponse[] = offeredKinds(checks).map(({ type, ownFormat, optionsSchema }) => ({
    options_schema: { ...optionsSchema },
    payload_formats: ownFormat === null ? forPrograms : [ownFormat],
    type,
  }))
  return answer(CALLS.listTargetKinds, async () => ({ status: 200, body }))
}
