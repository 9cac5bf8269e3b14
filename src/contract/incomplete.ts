import Type, { type Static } from 'typebox'

/** Part of an answer about what is sent again: of what came before a time, the retention has removed some. */
export const IncompleteBody = Type.Object(
  {
    complete_since: Type.String({
      format: 'date-time',
      description: 'from then on nothing is missing; of what came before, some has been removed',
    }),
    removed: Type.Enum(['events', 'payloads'] as ('events' | 'payloads')[], {
      description: 'what is missing; an event that has only lost its payload can be replayed',
    }),
    reason: Type.String({ description: 'the same as a sentence, with what to do' }),
  },
  { description: 'absent where nothing of the time that is asked for has been removed' },
)
export type IncompleteBody = Static<typeof IncompleteBody>
