import type { Rights } from './permission.ts'
import { ROBOT_PREFIX, type Robot } from './robot.ts'
import type { User } from './user.ts'

/** Who calls the API. */
export type Caller =
  { readonly kind: 'user'; readonly user: User } | { readonly kind: 'robot'; readonly robot: Robot }

/** As they log in. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'user' ? caller.user.name : `${ROBOT_PREFIX}${caller.robot.name}`
}

export function rightsOf(caller: Caller): Rights {
  return caller.kind === 'user'
    ? { kind: 'user', isSystemAdmin: caller.user.isSystemAdmin }
    : { kind: 'robot', grants: caller.robot.grants }
}
