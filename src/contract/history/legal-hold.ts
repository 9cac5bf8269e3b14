import Type, { type Static } from 'typebox'

const Time = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }))

/** The events that a legal hold keeps from removal: those that fulfil all that is named. */
const SCOPE = {
  project: Type.Optional(Type.String({ description: 'the name of a project: its events alone' })),
  event_id: Type.Optional(Type.String({ format: 'uuid', description: 'this event alone' })),
  since: Time('accepted since then'),
  until: Time('accepted before then'),
}

export const LegalHoldRequest = Type.Object({
  ...SCOPE,
  everything: Type.Optional(
    Type.Boolean({ description: 'true: of every project and time; needed where nothing else is named' }),
  ),
  reason: Type.String({ minLength: 1, maxLength: 1000, description: 'why, for those who find it later' }),
})
export type LegalHoldRequest = Static<typeof LegalHoldRequest>

export const LegalHoldResponse = Type.Object({
  id: Type.Integer(),
  ...SCOPE,
  reason: Type.String(),
  placed_at: Type.String({ format: 'date-time' }),
  placed_by: Type.String({ description: 'the user or robot' }),
})
export type LegalHoldResponse = Static<typeof LegalHoldResponse>
