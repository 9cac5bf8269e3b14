import Type, { type Static } from 'typebox'
import { TOPICS } from '../../domain/changes.ts'

/** The data of a `change` in a live stream: what is worth asking for again. */
export const ChangeNotice = Type.Object(
  {
    topics: Type.Array(Type.Enum(TOPICS)),
    project_ids: Type.Optional(
      Type.Array(Type.Integer(), {
        description: 'in the stream of the whole system: the projects that it is about; absent: any',
      }),
    ),
  },
  { description: 'The data of a `change` in a live stream: what is worth asking for again.' },
)
export type ChangeNotice = Static<typeof ChangeNotice>
