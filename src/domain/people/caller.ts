import type { AccessToken } from './access-token.ts'
import type { Grant, Rights } from './permission.ts'
import { ROBOT_PREFIX, type Robot } from './robot.ts'
import type { User } from './user.ts'

/** Who calls the API. */
export type Caller = UserCaller | { readonly kind: 'robot'; readonly robot: Robot }

export interface UserCaller {
  readonly kind: 'user'
  readonly user: User
  /** By a group of the OpenID provider, whatever the user's own flag says. */
  readonly isAdminByGroup: boolean
  /** The access token that the call came with; null for a password or a session. */
  readonly token: AccessToken | null
}

/** As they log in. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'user' ? caller.user.name : `${ROBOT_PREFIX}${caller.robot.name}`
}

/** Of the access token that the call came with, or null. */
export function tokenNameOf(caller: Caller): string | null {
  return caller.kind === 'user' ? (caller.token?.name ?? null) : null
}

/** Of the user or the robot. */
export function idOf(caller: Caller): number {
  return caller.kind === 'user' ? caller.user.id : caller.robot.id
}

export function rightsOf(caller: Caller): Rights {
  return caller.kind === 'user'
    ? { kind: 'user', isSystemAdmin: isSystemAdmin(caller), limits: caller.token?.limits ?? null }
    : { kind: 'robot', grants: caller.robot.grants }
}

/** The grants outside of which a caller may do nothing: those of a robot, or of an access token that has limits; else null. */
export function grantsAround(caller: Caller): readonly Grant[] | null {
  return caller.kind === 'user' ? (caller.token?.limits ?? null) : caller.robot.grants
}

/** Whether the user who calls is a system admin; an access token with limits may do less. */
export function isSystemAdmin({ user, isAdminByGroup }: UserCaller): boolean {
  return user.isSystemAdmin || isAdminByGroup
}
