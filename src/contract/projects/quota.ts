import Type, { type Static } from 'typebox'

/** Bytes by what is counted. */
const Storage = Type.Object({ storage: Type.Integer({ description: 'in bytes; -1: no limit' }) })

/** The storage of a project, which is all that has a quota; its id is that of the project. */
export const QuotaResponse = Type.Object({
  id: Type.Integer(),
  ref: Type.Object({ id: Type.Integer(), name: Type.String(), owner_name: Type.String() }),
  hard: Storage,
  used: Storage,
  creation_time: Type.String({ format: 'date-time' }),
  update_time: Type.String({ format: 'date-time' }),
})
export type QuotaResponse = Static<typeof QuotaResponse>

/** What a project may store and does, as its members see it. */
export const QuotaSummary = Type.Object({
  hard: Storage,
  used: Storage,
  warning_percent: Type.Integer({ description: 'part of the limit from which on the project is warned' }),
})
export type QuotaSummary = Static<typeof QuotaSummary>

export const QuotaRequest = Type.Object({
  hard: Type.Optional(Type.Object({ storage: Type.Optional(Type.Integer({ minimum: -1 })) })),
})
