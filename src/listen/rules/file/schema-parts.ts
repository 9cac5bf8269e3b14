import Type, { type TSchema } from 'typebox'
import { DURATION_PATTERN, SIZE_PATTERN } from './quantities.ts'

/**
 * Parts of the schema of the rules file. `description` is for editors; `expects` says in a mistake what the value must be. Closed
 * objects have no other keys than those named.
 */
export interface Described {
  readonly description: string
  readonly expects?: string
}

export const text = (description: string, expects = 'a text') =>
  Type.String({ minLength: 1, description, expects })

export const count = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description, expects: `a whole number from ${minimum} to ${maximum}` })

export const yesOrNo = (description: string) => Type.Boolean({ description, expects: 'true or false' })

export const duration = (description: string) =>
  Type.String({
    pattern: DURATION_PATTERN,
    description,
    expects: 'a duration such as 500ms, 30s, 10m, 2h or 1d',
  })

export const size = (description: string) =>
  Type.String({ pattern: SIZE_PATTERN, description, expects: 'a size such as 64KiB or 1MiB' })

export const oneOf = <const Word extends string>(words: readonly Word[], description: string) =>
  Type.Enum([...words], { description, expects: `one of ${words.join(', ')}` })

/** One or several; the value of one may stand without a list. */
export const oneOrMore = <Item extends TSchema>(item: Item, description: string, expects: string) =>
  Type.Union([item, Type.Array(item, { minItems: 1, expects })], { description, expects })

export const closed = <Properties extends Record<string, TSchema>>(
  properties: Properties,
  options: Described,
) => Type.Object(properties, { additionalProperties: false, ...options })

/** A file or a variable, so that the rules file holds no secret. */
export const SecretReference = closed(
  {
    file: Type.Optional(text('Path of a file with the secret; relative to the folder of this file.')),
    variable: Type.Optional(text('Name of a variable in the environment of the listener.')),
  },
  {
    description: 'Where the secret is: a file or a variable of the environment.',
    expects: '{file: PATH} or {variable: NAME}',
  },
)
