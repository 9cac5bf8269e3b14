import * as CALLS from '../../../contract/calls.ts'
import type { PayloadSchemaResponse } from '../../../contract/webhooks/payload-catalogue.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { eventTypeOf } from '../../../domain/event/event-type.ts'
import type { ReadyMadeTemplate } from '../../../domain/delivery/payload-format.ts'
import { type Route, answer } from '../../route.ts'
import type { TargetChecks } from './target-draft.ts'

export interface PayloadCatalogueParts {
  readonly checks: Pick<TargetChecks, 'payloadFormats'>
  readonly readyMadeTemplates: readonly ReadyMadeTemplate[]
}

/** For authors of receivers and templates. Everyone may read it: it holds nothing about this server. */
export function payloadCatalogueRoutes({
  checks,
  readyMadeTemplates,
}: PayloadCatalogueParts): readonly Route[] {
  return [
    answer(CALLS.getPayloadSchema, ({ params, query }) =>
      Promise.resolve({ status: 200, body: schemaOf(checks, params.event_type, query.payload_format) }),
    ),
    answer(CALLS.listPayloadTemplates, () => Promise.resolve({ status: 200, body: readyMadeTemplates })),
  ].flat()
}

/** @throws BellbuoyError `NOT_FOUND` */
function schemaOf(
  { payloadFormats }: PayloadCatalogueParts['checks'],
  typeName: string,
  formatName: string,
): PayloadSchemaResponse {
  const type = eventTypeOf(typeName)
  if (type === null) throw new BellbuoyError('NOT_FOUND', `there is no event type ${typeName}`)
  const format = payloadFormats.find(({ name }) => name === formatName)
  if (format?.schemaOf !== undefined) return format.schemaOf(type) as PayloadSchemaResponse
  const promising = payloadFormats.filter((one) => one.schemaOf !== undefined).map(({ name }) => name)
  throw new BellbuoyError(
    'NOT_FOUND',
    `the payload format ${formatName} promises no schema; these do: ${promising.join(', ')}`,
  )
}
