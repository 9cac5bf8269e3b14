import Type, { type Static } from 'typebox'

const Globs = Type.Array(Type.String(), {
  maxItems: 50,
  description:
    'globs: * any text without /, ** any text, ? one character, [a-z], {a,b}; of 256 characters each, and in one filter 100 globs with 2,048 characters, and 256 stars and alternatives (which count twice), in all',
})
const CLOSED = { additionalProperties: false }
const Selection = Type.Object({ include: Type.Optional(Globs), exclude: Type.Optional(Globs) }, CLOSED)

/** Which events of the subscribed types a policy wants; what is left out does not narrow. */
export const PolicyFilterBody = Type.Object(
  {
    repositories: Type.Optional(Selection),
    tags: Type.Optional(Selection),
    media_types: Type.Optional(Globs),
    artifact_types: Type.Optional(Globs),
    actor_kinds: Type.Optional(
      Type.Array(Type.String({ description: 'user, robot, system, anonymous or unknown' })),
    ),
    operators: Type.Optional(Selection),
    min_severity: Type.Optional(Type.String({ description: 'scans with nothing as bad are left out' })),
    children: Type.Optional(Type.Boolean({ description: 'parts of pushed indexes too' })),
    accessories: Type.Optional(Type.Boolean({ description: 'signatures, attestations and SBOMs too' })),
  },
  CLOSED,
)
export type PolicyFilterBody = Static<typeof PolicyFilterBody>
