import Type, { type Static } from 'typebox'
import { EVENT_OUTCOMES } from '../../domain/delivery/history.ts'

export { EVENT_OUTCOMES } from '../../domain/delivery/history.ts'

const WORDS_OF = (where: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: `words, in any case, that are all found in ${where}; at most ten`,
    }),
  )
const EVENT_FIELDS = {
  event_type: Type.Optional(Type.String({ description: 'either name' })),
  repository: Type.Optional(Type.String({ description: 'the whole path' })),
  tag: Type.Optional(Type.String({ description: 'the whole tag' })),
  operator: Type.Optional(Type.String({ description: 'who acted, by the whole name' })),
  source: Type.Optional(Type.String({ description: 'name of the source' })),
  since: Type.Optional(Type.String({ description: 'RFC 3339' })),
  until: Type.Optional(Type.String({ description: 'RFC 3339; not included' })),
}

/** The fields that events are searched by. */
export const EventSearch = Type.Object({
  ...EVENT_FIELDS,
  outcome: Type.Optional(
    Type.String({
      description: `what became of it: ${EVENT_OUTCOMES.join(', ')} (no delivery was created); several, joined by commas`,
    }),
  ),
  words: WORDS_OF('what is known of the event'),
})
export type EventSearch = Static<typeof EventSearch>

/** The fields that deliveries are searched by. */
export const HistoryFilter = Type.Object({
  ...EVENT_FIELDS,
  policy_id: Type.Optional(Type.Integer()),
  target_id: Type.Optional(Type.Integer()),
  target: Type.Optional(Type.String({ description: 'the address of the target, or a part of it' })),
  state: Type.Optional(
    Type.String({
      description:
        'several, joined by commas; `error` and `expired` leave out what was sent again, unless `redelivered` asks for it',
    }),
  ),
  redelivered: Type.Optional(
    Type.Enum(['true', 'false'] as ('true' | 'false')[], {
      description: 'only deliveries that were sent again, or only others',
    }),
  ),
  status: Type.Optional(
    Type.String({
      description:
        'how the last attempt ended: a status (503), a class of statuses (5xx) or a failure without a response (timeout); several, joined by commas',
    }),
  ),
  words: WORDS_OF('the payload, a response or a failure'),
})
export type HistoryFilter = Static<typeof HistoryFilter>
