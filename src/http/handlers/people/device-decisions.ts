import { networkOf } from '../../../accounts/login-brake.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type DeviceDecision, type DeviceLogin, userCodeIn } from '../../../domain/people/device-login.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { accessTokenDraft } from './access-token-draft.ts'
import { assertNotByToken, userWithoutToken } from './assert-not-by-token.ts'

export interface DeviceDecisionParts {
  readonly store: Pick<Store, 'deviceLogins' | 'projects'>
  readonly clock: { readonly now: () => number }
}

/** What a person does in the browser with the log-in of a program: looks who asks, and decides. */
export function deviceDecisionRoutes({ store, clock }: DeviceDecisionParts): readonly Route[] {
  const { deviceLogins, projects } = store
  const find = async (typed: string): Promise<DeviceLogin> => {
    const code = userCodeIn(typed)
    const login = code === null ? null : await deviceLogins.byUserCode(code)
    if (login === null) throw noLogin(typed)
    return login
  }
  const decide = async ({ userCode }: DeviceLogin, decision: DeviceDecision): Promise<void> => {
    if (!(await deviceLogins.decide(userCode, decision))) throw noLogin(userCode)
  }
  return [
    answer(CALLS.getDeviceLogin, async ({ caller, params, address }) => {
      assertNotByToken(caller)
      const login = await find(params.user_code)
      userWithoutToken(caller)
      const body = {
        user_code: login.userCode,
        client: login.client,
        client_address: login.address,
        is_own_address: networkOf(address) === login.address,
        created_at: timeInMs(login.createdAtMs),
        expires_at: timeInMs(login.expiresAtMs),
      }
      return { status: 200, body }
    }),
    answer(CALLS.approveDeviceLogin, async ({ caller, params, body, concerns }) => {
      assertNotByToken(caller)
      const login = await find(params.user_code)
      const { user } = userWithoutToken(caller)
      concerns(login.client)
      const { duration: durationDays = 30 } = body
      const token = { ...body, name: login.client, duration: durationDays }
      const { limits } = await accessTokenDraft(token, { caller, projects, nowMs: clock.now() })
      await decide(login, { isApproved: true, userId: user.id, durationDays, limits })
      return { status: 200 }
    }),
    answer(CALLS.denyDeviceLogin, async ({ caller, params, concerns }) => {
      assertNotByToken(caller)
      const login = await find(params.user_code)
      userWithoutToken(caller)
      concerns(login.client)
      await decide(login, { isApproved: false })
      return { status: 200 }
    }),
  ].flat()
}

function noLogin(code: string): BellbuoyError {
  const why = 'it is mistyped, has expired, or somebody has decided'
  return new BellbuoyError(
    'NOT_FOUND',
    `no program waits with the code ${JSON.stringify(code.slice(0, 20))}: ${why}`,
  )
}
