import { type RoleId, type Role, roleIdOf } from '../../domain/people/role.ts'

const ROLES = {
  'project-admin': 'projectAdmin',
  maintainer: 'maintainer',
  developer: 'developer',
  guest: 'guest',
  'limited-guest': 'limitedGuest',
} as const satisfies Readonly<Record<string, Role>>

/** A role as the command line writes it. */
export type RoleName = keyof typeof ROLES

export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[]

export function roleIdNamed(name: RoleName): RoleId {
  return roleIdOf(ROLES[name])
}

/** The number itself for a role that this version does not know. */
export function roleNameOf(id: number): string {
  return ROLE_NAMES.find((name) => roleIdNamed(name) === id) ?? String(id)
}
