import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import {
  DeviceClaimRefusedResponse,
  DeviceClaimRequest,
  DeviceClaimedResponse,
  DeviceApprovalRequest,
  DeviceLoginRequest,
  DeviceLoginResponse,
  DeviceLoginStartedResponse,
} from '../people/device-login.ts'

/** Log-in of a command line by a browser elsewhere (RFC 8628). */

const DEVICE_LOGINS = '/api/v2.0/device-logins'
const DEVICE_LOGIN = `${DEVICE_LOGINS}/:user_code`
const UserCodeParams = Type.Object({ user_code: Type.String({ maxLength: 20 }) })
/** Of what anyone may send. */
const MAX_BODY_BYTES = 4 * 1024

export const beginDeviceLogin = apiCall({
  method: 'POST',
  path: DEVICE_LOGINS,
  operation: 'BeginDeviceLogin',
  summary: 'Begin a log-in of a program, which a person approves in a browser (RFC 8628)',
  tag: 'device-login',
  needs: 'nothing',
  // Nothing is done in anybody's name until a person decides.
  isOnlyQuestion: true,
  isOurs: true,
  maxBodyBytes: MAX_BODY_BYTES,
  schema: { body: DeviceLoginRequest },
  answers: { 201: DeviceLoginStartedResponse },
})

export const claimDeviceLogin = apiCall({
  method: 'POST',
  path: `${DEVICE_LOGINS}/claim`,
  operation: 'ClaimDeviceLogin',
  summary: 'Get the access token of an approved log-in, once; until then the words of RFC 8628 in `error`',
  tag: 'device-login',
  needs: 'nothing',
  // Its handler records the token with the user who approved.
  isOnlyQuestion: true,
  isOurs: true,
  maxBodyBytes: MAX_BODY_BYTES,
  schema: { body: DeviceClaimRequest },
  answers: { 200: DeviceClaimedResponse, 400: DeviceClaimRefusedResponse },
})

export const getDeviceLogin = apiCall({
  method: 'GET',
  path: DEVICE_LOGIN,
  operation: 'GetDeviceLogin',
  summary: 'Get who asks for a log-in by the code that the program shows; an access token may not',
  tag: 'device-login',
  needs: 'log-in',
  isOurs: true,
  schema: { params: UserCodeParams },
  answers: { 200: DeviceLoginResponse },
})

export const approveDeviceLogin = apiCall({
  method: 'POST',
  path: `${DEVICE_LOGIN}/approve`,
  operation: 'ApproveDeviceLogin',
  summary: 'Let the program claim an access token of the caller; an access token may not',
  tag: 'device-login',
  needs: 'log-in',
  isOurs: true,
  schema: { params: UserCodeParams, body: DeviceApprovalRequest },
  answers: { 200: null },
})

export const denyDeviceLogin = apiCall({
  method: 'POST',
  path: `${DEVICE_LOGIN}/deny`,
  operation: 'DenyDeviceLogin',
  summary: 'Refuse the log-in of a program',
  tag: 'device-login',
  needs: 'log-in',
  isOurs: true,
  schema: { params: UserCodeParams },
  answers: { 200: null },
})
