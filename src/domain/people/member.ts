import type { Page, Paged } from '../list-query.ts'
import type { Role } from './role.ts'
import type { User } from './user.ts'
import type { Guard } from '../revision.ts'

/** A user, or a group of the OpenID provider, in a project. */
export interface Member {
  readonly id: number
  readonly projectId: number
  readonly role: Role
  readonly who: MemberIdentity
}

export type MemberIdentity =
  | { readonly kind: 'user'; readonly userId: number; readonly name: string }
  | { readonly kind: 'group'; readonly name: string }

export interface Members {
  /** The roles of a user in a project, their own and those of their groups. */
  rolesOf: (user: User, projectId: number) => Promise<readonly Role[]>
  /** Whether a user has a role in any project, their own or that of a group of theirs. */
  isAnywhere: (user: User, role: Role) => Promise<boolean>
  /** The ids of the projects in which a user has one of these roles, of their own or by a group. */
  projectsOf: (user: User, roles: readonly Role[]) => Promise<readonly number[]>
  /** How many members have each role; roles that nobody has are missing. */
  countByRole: (projectId: number) => Promise<ReadonlyMap<Role, number>>
  /** By name. */
  list: (projectId: number, filter: { readonly name?: string }, page: Page) => Promise<Paged<Member>>
  byId: (projectId: number, id: number) => Promise<Member | null>
  /** @throws BellbuoyError `CONFLICT` when they are a member already */
  create: (
    projectId: number,
    role: Role,
    who: { readonly userId: number } | { readonly groupName: string },
  ) => Promise<number>
  /** @throws BellbuoyError `NOT_FOUND` */
  setRole: (projectId: number, id: number, role: Role, guard?: Guard) => Promise<void>
  /** @throws BellbuoyError `NOT_FOUND` */
  remove: (projectId: number, id: number, guard?: Guard) => Promise<void>
}
