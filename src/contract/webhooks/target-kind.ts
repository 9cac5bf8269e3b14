import Type, { type Static } from 'typebox'

/** What a target of one kind may say. */
export const TargetKindResponse = Type.Object({
  options_schema: Type.Record(Type.String(), Type.Unknown(), {
    description: 'JSON Schema of `options`; secrets among them say `writeOnly`',
  }),
  payload_formats: Type.Array(Type.String(), { description: 'the first is taken when none is named' }),
  type: Type.String(),
})
export type TargetKindResponse = Static<typeof TargetKindResponse>
