import Type, { type TOptional, type TString } from 'typebox'

const MAX_SECRET = 16 * 1024

interface SecretWords {
  /** What the console calls it, where that is not its name. */
  readonly title?: string
  /** In characters. */
  readonly maxLength?: number
}

/** A secret: it is stored sealed and never shown, and stays as it is when it is left out. */
export function secretOption(
  description: string,
  { title, maxLength = MAX_SECRET }: SecretWords = {},
): TOptional<TString> {
  return Type.Optional(
    Type.String({ ...(title !== undefined && { title }), writeOnly: true, maxLength, description }),
  )
}
