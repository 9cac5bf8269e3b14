import Type, { type Static } from 'typebox'

/** The body of every failure. */
export const ErrorResponse = Type.Object({
  errors: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
})
export type ErrorResponse = Static<typeof ErrorResponse>
