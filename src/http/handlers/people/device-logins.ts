import {
  hashAccessTokenSecret,
  newAccessTokenSecret,
} from '../../../accounts/access-tokens/access-token-secret.ts'
import { hashDeviceCode, newDeviceCode, newUserCode } from '../../../accounts/access-tokens/device-codes.ts'
import { networkOf } from '../../../accounts/login-brake.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import {
  DEVICE_INTERVAL_S,
  DEVICE_LOGIN_LIFE_MS,
  MAX_DEVICE_LOGINS,
  MAX_OF_ADDRESS,
} from '../../../domain/people/device-login.ts'
import type { Store } from '../../../domain/store.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { goesByHttps } from '../../callers/login-session.ts'
import { type Call, type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { expiryOf } from './access-token-draft.ts'
import { accessTokenResponse, auditedName } from './access-tokens.ts'
import { deviceStateAnswer } from './device-state-answer.ts'

export interface DeviceLoginParts {
  readonly store: Pick<Store, 'deviceLogins' | 'audit'>
  readonly clock: { readonly now: () => number }
  readonly config: Pick<ServerConfig, 'externalUrl'>
}

/** What a program does that logs in by a browser elsewhere (RFC 8628): it begins, and claims its token again and again. */
export function deviceLoginRoutes(parts: DeviceLoginParts): readonly Route[] {
  return [beginRoute(parts), claimRoute(parts)].flat()
}

function beginRoute({ store: { deviceLogins }, clock, config }: DeviceLoginParts): readonly Route[] {
  return answer(CALLS.beginDeviceLogin, async (call) => {
    const { client } = call.body
    assertVisibleName('client', client)
    const [userCode, deviceCode, createdAtMs] = [newUserCode(), newDeviceCode(), clock.now()]
    const draft = {
      userCode,
      deviceCodeHash: hashDeviceCode(deviceCode),
      client,
      address: networkOf(call.address),
      createdAtMs,
      expiresAtMs: createdAtMs + DEVICE_LOGIN_LIFE_MS,
    }
    const lack = await deviceLogins.create(draft, {
      all: MAX_DEVICE_LOGINS,
      address: MAX_OF_ADDRESS[call.isRelayed ? 'shared' : 'own'],
    })
    if (lack !== null) throw noRoom(lack)
    const page = `${addressOf(call, config.externalUrl)}/device`
    return {
      status: 201,
      body: {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page,
        verification_uri_complete: `${page}?code=${userCode}`,
        expires_in: DEVICE_LOGIN_LIFE_MS / 1000,
        interval: DEVICE_INTERVAL_S,
      },
    }
  })
}

/** How browsers reach us, as far as we know. */
function addressOf(call: Pick<Call, 'host' | 'isSecure'>, externalUrl: string | null): string {
  return externalUrl ?? `${goesByHttps(call, externalUrl) ? 'https' : 'http'}://${call.host}`
}

function noRoom(of: 'all' | 'address'): BellbuoyError {
  const again = { retryAfterSeconds: 60 }
  if (of === 'all')
    return new BellbuoyError(
      'UNAVAILABLE',
      `${MAX_DEVICE_LOGINS} programs wait for their log-in: try again later`,
      again,
    )
  const message =
    'too many log-ins of programs at this address wait for a browser: finish one, or try again later'
  return new BellbuoyError('TOO_MANY_REQUESTS', message, again)
}

function claimRoute({ store: { deviceLogins, audit }, clock }: DeviceLoginParts): readonly Route[] {
  return answer(CALLS.claimDeviceLogin, async (call) => {
    const secret = newAccessTokenSecret()
    const claimed = await deviceLogins.claim(hashDeviceCode(call.body.device_code), {
      secretHash: hashAccessTokenSecret(secret),
      expiryOf: (durationDays) => expiryOf(durationDays, clock.now()),
    })
    if (claimed.state !== 'granted') return deviceStateAnswer(claimed)
    const { token, userName } = claimed
    const { address, requestId } = call
    const [path = ''] = call.url.split('?', 1)
    await audit.record({
      operation: 'create',
      resourceType: 'access-token',
      resource: auditedName({ name: userName }, token),
      resourceId: token.id,
      done: null,
      operationId: CALLS.claimDeviceLogin.operation,
      path,
      projectId: 0,
      actor: userName,
      status: 200,
      address,
      requestId,
      atMs: clock.now(),
    })
    const body = { ...accessTokenResponse(token, clock.now()), secret, username: userName }
    return { status: 200, body }
  })
}
