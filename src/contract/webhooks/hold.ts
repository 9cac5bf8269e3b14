import Type, { type Static } from 'typebox'
import type { HoldScope } from '../../domain/target/hold.ts'

const SCOPES = ['project', 'everything'] satisfies HoldScope[]

/** Whether deliveries are held, and by whom. */
export const HoldResponse = Type.Object({
  held: Type.Boolean({ description: 'true: no attempt begins, and what is accepted waits' }),
  holds: Type.Array(
    Type.Object({
      scope: Type.Enum(SCOPES),
      since: Type.String({ format: 'date-time' }),
      by: Type.String({ description: 'the user or robot who began the hold' }),
    }),
    { description: 'that of everything comes first' },
  ),
  waiting: Type.Integer({
    description:
      'deliveries that wait for the release, of the project or of all; counted up to 10,000; 0 while nothing is held',
  }),
})
export type HoldResponse = Static<typeof HoldResponse>
