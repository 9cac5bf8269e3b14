import Type from 'typebox'
import { LeftBody } from '../history/history.ts'
import { IncompleteBody } from '../incomplete.ts'

/** The past events that a policy is to get. */
export const ReplayRequest = Type.Object({
  since: Type.String({ description: 'RFC 3339; what was accepted from then on' }),
  until: Type.Optional(Type.String({ description: 'RFC 3339; not included; now when left out' })),
  cursor: Type.Optional(Type.String({ description: '`next` of the answer before' })),
  missed: Type.Optional(
    Type.Boolean({
      description:
        'only events of which the policy has no delivery yet: what it missed while it was disabled, or before its filter let them pass. Asked twice, it gets each once',
    }),
  ),
  dry_run: Type.Optional(Type.Boolean({ description: 'only count' })),
})

export const ReplayResponse = Type.Object({
  looked_at: Type.Integer(),
  matched: Type.Integer({ description: 'events that the policy wants' }),
  done: Type.Integer({ description: 'deliveries that were created' }),
  left: LeftBody,
  incomplete: Type.Optional(IncompleteBody),
  more: Type.Boolean({ description: 'ask again with the cursor `next`' }),
  next: Type.Optional(Type.String()),
})
