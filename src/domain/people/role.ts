/** The five roles of a project member, with Harbor's numbers (`src/common/const.go`). */
const ROLE_IDS = { projectAdmin: 1, developer: 2, guest: 3, maintainer: 4, limitedGuest: 5 } as const

export type Role = keyof typeof ROLE_IDS
export type RoleId = (typeof ROLE_IDS)[Role]

export const ROLES = Object.keys(ROLE_IDS) as readonly Role[]

export function roleIdOf(role: Role): RoleId {
  return ROLE_IDS[role]
}

/** Null for a number that is no role's. */
export function roleOf(id: number): Role | null {
  return ROLES.find((role) => ROLE_IDS[role] === id) ?? null
}
