import type { Role } from './role.ts'

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
