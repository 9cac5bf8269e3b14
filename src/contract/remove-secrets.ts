import Type from 'typebox'

/**
 * Stored secrets that a change removes; all others stay while they are left out or empty.
 *
 * @param examples paths of such secrets in the request
 */
export const RemoveSecrets = (examples: string) =>
  Type.Optional(
    Type.Array(Type.String(), {
      description: `stored secrets to remove, such as ${examples}; a new one in the same request wins`,
      maxItems: 64,
    }),
  )
