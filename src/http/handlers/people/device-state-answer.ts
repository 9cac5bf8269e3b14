import type * as CALLS from '../../../contract/calls.ts'
import type { DeviceState } from '../../../domain/people/device-login.ts'
import type { AnswerTo } from '../../route.ts'

const MESSAGES: Readonly<Record<DeviceState, string>> = {
  authorization_pending: 'nobody has approved the log-in yet: ask again',
  slow_down: 'you ask too often: wait longer from now on',
  access_denied: 'the log-in was refused',
  expired_token: 'there is no such log-in, or it has ended: begin again',
}

/** The words of RFC 8628, section 3.5, in `error`; beside them what every failure has. */
export function deviceStateAnswer({
  state,
  intervalS,
}: {
  readonly state: DeviceState
  readonly intervalS: number
}): AnswerTo<typeof CALLS.claimDeviceLogin> {
  const errors = [{ code: state.toUpperCase(), message: MESSAGES[state] }]
  const isOver = state === 'access_denied' || state === 'expired_token'
  return { status: 400, body: { error: state, ...(!isOver && { interval: intervalS }), errors } }
}
