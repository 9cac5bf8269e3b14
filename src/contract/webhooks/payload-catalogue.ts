import Type, { type Static } from 'typebox'

export const PayloadSchemaParams = Type.Object({
  event_type: Type.String({ description: 'either name' }),
})

export const PayloadSchemaQuery = Type.Object({
  payload_format: Type.String({ default: 'Bellbuoy', description: 'a format that promises a schema' }),
})

/** JSON Schema of the payloads of one event type. */
export const PayloadSchemaResponse = Type.Object(
  { $schema: Type.String(), $id: Type.String(), title: Type.String() },
  { additionalProperties: true },
)
export type PayloadSchemaResponse = Static<typeof PayloadSchemaResponse>

/** A template for a well-known receiver; capitals stand for what its owner puts in. */
export const ReadyMadeTemplateResponse = Type.Object({
  id: Type.String(),
  name: Type.String(),
  about: Type.String(),
  address: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  attachment: Type.String(),
  template: Type.String(),
})
export type ReadyMadeTemplateResponse = Static<typeof ReadyMadeTemplateResponse>
