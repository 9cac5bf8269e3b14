import Type from 'typebox'
import {
  PayloadSchemaParams,
  PayloadSchemaQuery,
  PayloadSchemaResponse,
  ReadyMadeTemplateResponse,
} from '../../../contract/webhooks/payload-catalogue.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { eventTypeOf } from '../../../domain/event/event-type.ts'
import type { PayloadFormat, ReadyMadeTemplate } from '../../../domain/delivery/payload-format.ts'
import { type Route, route } from '../../route.ts'

export interface PayloadCatalogue {
  readonly payloadFormats: readonly Pick<PayloadFormat, 'name' | 'schemaOf'>[]
  readonly readyMadeTemplates: readonly ReadyMadeTemplate[]
}

/** What writers of receivers and of templates look up; it tells nothing of this server, so everyone may. */
export function payloadCatalogueRoutes(catalogue: PayloadCatalogue): readonly Route[] {
  const templates = catalogue.readyMadeTemplates.map((template): ReadyMadeTemplateResponse => ({
    ...template,
    headers: { ...template.headers },
  }))
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/payload-schemas/:event_type',
      operation: 'GetPayloadSchema',
      summary: 'Get the JSON Schema of the payloads of an event type',
      tag: 'payload',
      needs: 'nothing',
      schema: { params: PayloadSchemaParams, querystring: PayloadSchemaQuery },
      answers: { 200: PayloadSchemaResponse },
      handle: ({ params, query }) =>
        Promise.resolve({ status: 200, body: schemaOf(catalogue, params.event_type, query.payload_format) }),
    }),
    route({
      method: 'GET',
      path: '/api/v2.0/payload-templates',
      operation: 'ListPayloadTemplates',
      summary: 'List ready-made templates for well-known receivers',
      tag: 'payload',
      needs: 'nothing',
      schema: {},
      answers: { 200: Type.Array(ReadyMadeTemplateResponse) },
      handle: () => Promise.resolve({ status: 200, body: templates }),
    }),
  ]
}

/** @throws BellbuoyError `NOT_FOUND` */
function schemaOf({ payloadFormats }: PayloadCatalogue, typeName: string, formatName: string): object {
  const type = eventTypeOf(typeName)
  if (type === null) throw new BellbuoyError('NOT_FOUND', `there is no event type ${typeName}`)
  const format = payloadFormats.find(({ name }) => name === formatName)
  if (format?.schemaOf !== undefined) return format.schemaOf(type)
  const promising = payloadFormats.filter((one) => one.schemaOf !== undefined).map(({ name }) => name)
  throw new BellbuoyError(
    'NOT_FOUND',
    `the payload format ${formatName} promises no schema; these do: ${promising.join(', ')}`,
  )
}
