import type { ListQuery, Page, Paged } from '../list-query.ts'
import type { Guard } from '../revision.ts'

export interface User {
  readonly id: number
  readonly name: string
  readonly isSystemAdmin: boolean
  readonly email: string
  readonly realname: string
  readonly comment: string
  /** `issuer subject` of the OpenID provider, for who logs in there; null for local users. */
  readonly oidcSubject: string | null
  /** Of the OpenID provider, as of the last log-in. */
  readonly groups: readonly string[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A user with what proves their password (`scrypt$…`, made by `accounts/password.ts`); empty: they log in elsewhere. */
export interface UserWithPassword extends User {
  readonly passwordHash: string
}

export interface UserDraft {
  readonly name: string
  readonly isSystemAdmin: boolean
  readonly passwordHash: string
  readonly email?: string
  readonly realname?: string
  readonly comment?: string
  /** Of the OpenID provider. */
  readonly groups?: readonly string[]
  /** `issuer subject` of the OpenID provider, for who logs in there. */
  readonly oidcSubject?: string
}

/** What may change; a field left out stays. */
export type UserChanges = Partial<Omit<UserDraft, 'name'>>

export const ADMIN_NAME = 'admin'

/** What a user's name is made of; anything else would be misread in Basic, in lists and in the names of robots. */
export const USER_NAME_RULE = 'letters, digits, dots, underscores, hyphens and @, 255 at the most'

export function isUserName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._@-]{0,254}$/.test(name)
}

/** Harbor's rule: a part before the `@`, and behind it a name with a dot or an IPv4 address in brackets. */
export function isEmailAddress(text: string): boolean {
  const [local = '', host = '', ...more] = text.split('@')
  if (more.length > 0 || text.length > 255) return false
  const isLocal = /^[^<>()[\]\\.,;:\s"]+(?:\.[^<>()[\]\\.,;:\s"]+)*$/.test(local)
  return isLocal && /^(?:\[\d{1,3}(?:\.\d{1,3}){3}\]|(?:[A-Za-z\d-]+\.)+[A-Za-z]{2,})$/.test(host)
}

export interface Users {
  byName: (name: string) => Promise<UserWithPassword | null>
  byId: (id: number) => Promise<UserWithPassword | null>
  /** The first of those with this address; the OpenID provider may give several users the same. */
  byEmail: (email: string) => Promise<UserWithPassword | null>
  /** @param subject `issuer subject` */
  byOidcSubject: (subject: string) => Promise<UserWithPassword | null>
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (user: UserDraft) => Promise<number>
  /** By name. Fields: those of Harbor's users. */
  list: (page: Page, query?: ListQuery) => Promise<Paged<User>>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (id: number, changes: UserChanges, guard?: Guard) => Promise<void>
  /** Removes a user with their memberships, sessions and access tokens. @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number, guard?: Guard) => Promise<void>
}
