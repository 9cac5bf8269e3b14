import Type, { type Static } from 'typebox'

const RobotPermission = Type.Object({
  access: Type.Array(Type.Object({ action: Type.String(), resource: Type.String() })),
  kind: Type.Union([Type.Literal('project'), Type.Literal('system')]),
  namespace: Type.String({ description: 'name of the project, * for all; / for the system' }),
})
export type RobotPermission = Static<typeof RobotPermission>

export const RobotRequest = Type.Object({
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  level: Type.Optional(Type.Union([Type.Literal('system'), Type.Literal('project')])),
  duration: Type.Optional(Type.Integer({ description: 'days; -1 for ever' })),
  disable: Type.Optional(Type.Boolean()),
  permissions: Type.Optional(Type.Array(RobotPermission)),
  editable: Type.Optional(Type.Unknown({ description: 'not taken; clients write back what they have read' })),
})
export type RobotRequest = Static<typeof RobotRequest>

/** Empty: a new one is generated. */
export const RobotSecretRequest = Type.Object({ secret: Type.Optional(Type.String()) })
export const RobotSecretResponse = Type.Object({ secret: Type.String() })

export const RobotResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  description: Type.Optional(Type.String()),
  disable: Type.Boolean(),
  duration: Type.Integer(),
  editable: Type.Boolean(),
  expires_at: Type.Integer({ description: 'Unix seconds; -1: never' }),
  id: Type.Integer(),
  level: Type.String(),
  name: Type.String(),
  permissions: Type.Array(RobotPermission),
  update_time: Type.String({ format: 'date-time' }),
})
export type RobotResponse = Static<typeof RobotResponse>

/** The only time that the secret is shown. */
export const RobotCreatedResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  expires_at: Type.Integer(),
  id: Type.Integer(),
  name: Type.String(),
  secret: Type.String(),
})
