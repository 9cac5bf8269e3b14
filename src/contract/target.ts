import Type, { type Static } from 'typebox'

/** How a target stands after it was paused or resumed. */
export const PausedResponse = Type.Object({
  paused: Type.Boolean(),
  waiting: Type.Integer({ description: 'deliveries that wait for it' }),
})
export type PausedResponse = Static<typeof PausedResponse>
