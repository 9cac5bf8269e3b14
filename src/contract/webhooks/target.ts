import Type, { type Static } from 'typebox'

/** How a target stands after it was paused or resumed. */
export const PausedResponse = Type.Object({
  paused: Type.Boolean(),
  waiting: Type.Integer({ description: 'deliveries that wait for it' }),
})
export type PausedResponse = Static<typeof PausedResponse>

/** A new signing secret of a target; it is shown this once. */
export const SigningSecretResponse = Type.Object({
  former_valid_until: Type.Optional(
    Type.String({ format: 'date-time', description: 'until then the secret before signs too' }),
  ),
  public_key: Type.Optional(Type.String({ description: 'whpk_…, of a v1a secret' })),
  secret: Type.String({ description: 'whsec_… (v1) or whsk_… (v1a)' }),
})
export type SigningSecretResponse = Static<typeof SigningSecretResponse>
