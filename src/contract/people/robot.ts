import Type, { type Static } from 'typebox'

const Effect = Type.Optional(Type.String({ description: 'allow, or deny to take the permission away' }))
const namespace = Type.String({ description: 'name of the project, * for all; / for the system' })

export const RobotPermission = Type.Object({
  access: Type.Array(Type.Object({ action: Type.String(), effect: Effect, resource: Type.String() })),
  kind: Type.Union([Type.Literal('project'), Type.Literal('system')]),
  namespace,
})

/** As above; what is missing is refused with words. */
export const RobotPermissionRequest = Type.Object({
  access: Type.Optional(
    Type.Array(
      Type.Object({
        action: Type.Optional(Type.String()),
        effect: Effect,
        resource: Type.Optional(Type.String()),
      }),
    ),
  ),
  kind: Type.Optional(Type.String({ description: 'project or system' })),
  namespace: Type.Optional(namespace),
})
export type RobotPermissionRequest = Static<typeof RobotPermissionRequest>

const WithoutEffect = Type.Optional(
  Type.Array(Type.String(), {
    description: 'permissions of Harbor that it has, and that mean nothing in Bellbuoy: `resource:action`',
  }),
)

export const RobotRequest = Type.Object({
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  level: Type.Optional(Type.String({ description: 'system or project; it and the name stay as they are' })),
  duration: Type.Optional(
    Type.Integer({ description: 'days since the robot was created; -1 for ever. A new robot needs one' }),
  ),
  disable: Type.Optional(Type.Boolean()),
  permissions: Type.Optional(Type.Array(RobotPermissionRequest)),
  editable: Type.Optional(Type.Unknown({ description: 'not taken; clients write back what they have read' })),
})
export type RobotRequest = Static<typeof RobotRequest>

/** Empty: a new one is generated. */
export const RobotSecretRequest = Type.Object({ secret: Type.Optional(Type.String()) })
export const RobotSecretResponse = Type.Object({ secret: Type.String() })

export const RobotResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  creator_ref: Type.Optional(Type.Integer({ description: 'id of the user or robot that created it' })),
  creator_type: Type.Union([Type.Literal('local'), Type.Literal('robot')], {
    description: 'local: a user',
  }),
  description: Type.Optional(Type.String()),
  disable: Type.Boolean(),
  duration: Type.Integer(),
  editable: Type.Boolean(),
  expires_at: Type.Integer({ description: 'Unix seconds; -1: never' }),
  id: Type.Integer(),
  level: Type.String(),
  name: Type.String(),
  permissions: Type.Array(RobotPermission),
  permissions_without_effect: WithoutEffect,
  update_time: Type.String({ format: 'date-time' }),
})
export type RobotResponse = Static<typeof RobotResponse>

/** The only time that the secret is shown. */
export const RobotCreatedResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  expires_at: Type.Integer(),
  id: Type.Integer(),
  name: Type.String(),
  permissions_without_effect: WithoutEffect,
  secret: Type.String(),
})
