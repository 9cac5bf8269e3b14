import Type from 'typebox'
import { TargetKindResponse } from '../../../contract/webhooks/target-kind.ts'
import { type Route, route } from '../../route.ts'
import type { TargetChecks } from './target-draft.ts'

/** What a target may be, for whoever draws a form of it. */
export function targetKindRoutes({
  targetKinds,
  payloadFormats,
  defaultPayloadFormat,
}: TargetChecks): readonly Route[] {
  const names = payloadFormats.map(({ name }) => name)
  const forPrograms = [defaultPayloadFormat, ...names.filter((name) => name !== defaultPayloadFormat)]
  const body: TargetKindResponse[] = targetKinds.map(({ type, ownFormat, optionsSchema }) => ({
    options_schema: { ...optionsSchema },
    payload_formats: ownFormat === null ? forPrograms : [ownFormat],
    type,
  }))
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/target-kinds',
      operation: 'ListTargetKinds',
      summary: 'List the kinds of targets with what their targets may say',
      tag: 'target',
      needs: 'log-in',
      schema: {},
      answers: { 200: Type.Array(TargetKindResponse) },
      handle: () => Promise.resolve({ status: 200, body }),
    }),
  ]
}
