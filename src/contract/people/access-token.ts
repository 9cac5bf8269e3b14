import Type, { type Static } from 'typebox'
import { RobotPermission, RobotPermissionRequest } from './robot.ts'

const Time = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }))

export const AccessTokenRequest = Type.Object({
  name: Type.String({
    minLength: 1,
    maxLength: 255,
    description: 'what it is for; no two of a user have the same',
  }),
  duration: Type.Optional(
    Type.Integer({ description: 'days until it expires: 1 to 366, or -1 for never', default: 30 }),
  ),
  permissions: Type.Optional(
    Type.Array(RobotPermissionRequest, {
      description:
        'its limits, as permissions of robots, where * also stands for every resource or action; absent: all that its user may',
    }),
  ),
})
export type AccessTokenRequest = Static<typeof AccessTokenRequest>

export const AccessTokenResponse = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  permissions: Type.Optional(
    Type.Array(RobotPermission, { description: 'its limits; absent: all that its user may' }),
  ),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: Time('absent: never'),
  expired: Type.Boolean(),
  last_used_at: Time('to the hour; absent: not yet'),
})
export type AccessTokenResponse = Static<typeof AccessTokenResponse>

/** The only time that the secret is shown. */
export const AccessTokenCreatedResponse = Type.Object({
  ...AccessTokenResponse.properties,
  secret: Type.String({ description: 'shown only this once' }),
})
export type AccessTokenCreatedResponse = Static<typeof AccessTokenCreatedResponse>
