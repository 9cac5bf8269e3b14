import type { Rights } from './permission.ts'
import { ROBOT_PREFIX, type Robot } from './robot.ts'
import type { User } from './user.ts'

/** Who calls the API. */
export type Caller = UserCaller | { readonly kind: 'robot'; readonly robot: Robot }

export interface UserCaller {
  readonly kind: 'user'
  readonly user: User
  /** By a group of the OpenID provider, whatever the user's own flag says. */
  readonly isAdminByGroup: boolean
}

/** As they log in. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'user' ? caller.user.name : `${ROBOT_PREFIX}${caller.robot.name}`
}

/** Of the user or the robot. */
export function idOf(caller: Caller): number {
  return caller.kind === 'user' ? caller.user.id : caller.robot.id
}

export function rightsOf(caller: Caller): Rights {
  return caller.kind === 'user'
    ? { kind: 'user', isSystemAdmin: isSystemAdmin(caller) }
    : { kind: 'robot', grants: caller.robot.grants }
}

export function isSystemAdmin({ user, isAdminByGroup }: UserCaller): boolean {
  return user.isSystemAdmin || isAdminByGroup
}
