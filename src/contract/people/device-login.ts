import Type, { type Static } from 'typebox'
import { ErrorResponse } from '../error.ts'
import { AccessTokenCreatedResponse, AccessTokenRequest } from './access-token.ts'

export const DeviceLoginRequest = Type.Object({
  client: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'what asks, such as the name of a machine; the token gets this name',
  }),
})

/** RFC 8628, section 3.2. */
export const DeviceLoginStartedResponse = Type.Object({
  device_code: Type.String({ description: 'claims the token; for the program alone' }),
  user_code: Type.String({ description: 'the person compares it with the one in the browser: BCDF-GHJK' }),
  verification_uri: Type.String(),
  verification_uri_complete: Type.String({ description: 'the same with the code' }),
  expires_in: Type.Integer({ description: 'seconds' }),
  interval: Type.Integer({ description: 'seconds between two claims at the least' }),
})

export const DeviceClaimRequest = Type.Object({ device_code: Type.String({ minLength: 1, maxLength: 200 }) })

/** RFC 8628, section 3.5, besides what every failure has. */
export const DeviceClaimRefusedResponse = Type.Object({
  ...ErrorResponse.properties,
  error: Type.Optional(
    Type.Union([
      Type.Literal('authorization_pending'),
      Type.Literal('slow_down'),
      Type.Literal('access_denied'),
      Type.Literal('expired_token'),
    ]),
  ),
  interval: Type.Optional(Type.Integer({ description: 'seconds to wait before the next claim' })),
})

export const DeviceClaimedResponse = Type.Object({
  ...AccessTokenCreatedResponse.properties,
  username: Type.String({ description: 'whose token it is' }),
})

export const DeviceLoginResponse = Type.Object({
  user_code: Type.String(),
  client: Type.String({ description: 'what the program says of itself' }),
  client_address: Type.String({ description: 'where it asked from' }),
  is_own_address: Type.Boolean({ description: 'whether the caller comes from the same address' }),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: Type.String({ format: 'date-time' }),
})
export type DeviceLoginResponse = Static<typeof DeviceLoginResponse>

/** Of the token. */
export const DeviceApprovalRequest = Type.Object({
  duration: AccessTokenRequest.properties.duration,
  permissions: AccessTokenRequest.properties.permissions,
})
