import type { User } from './user.ts'

/** How people log in by an LDAP directory (RFC 4511), in Harbor's words. */
export interface LdapSettings {
  /** `ldap://HOST[:PORT]` or `ldaps://HOST[:PORT]`. */
  readonly url: string
  /** Whether a connection by `ldap://` is encrypted by StartTLS before anything is sent. */
  readonly startsTls: boolean
  readonly verifyCertificate: boolean
  /** Who searches; null for nobody in particular. */
  readonly searchDn: string | null
  readonly searchPassword: string | null
  /** Where people are. */
  readonly baseDn: string
  readonly scope: LdapScope
  /** What else a person's entry has to match (RFC 4515); null for nothing. */
  readonly filter: string | null
  /** The attribute that people log in by. */
  readonly uid: string
  /** The attribute with the groups of a person, by their DNs. */
  readonly membershipAttribute: string
  /** DN of the group whose members are system admins, as `plainDn` writes it. */
  readonly adminGroup: string | null
  /** Of each step of a log-in. */
  readonly timeoutSeconds: number
}

export const LDAP_SCOPES = ['base', 'onelevel', 'subtree'] as const
export type LdapScope = (typeof LDAP_SCOPES)[number]

/** A person whom the directory let in. */
export interface DirectoryPerson {
  /** As the directory writes it; the person may have typed it in other letters. */
  readonly name: string
  /** Empty when the directory does not have it. */
  readonly email: string
  readonly realname: string
  /** DNs, as `plainDn` writes them. */
  readonly groups: readonly string[]
}

const PREFIX = 'ldap '

/** What stands for a person of the directory among users: directories do not tell letters of names apart. */
export function ldapSubject(name: string): string {
  return `${PREFIX}${name.toLowerCase()}`
}

/** Whether a user logs in by the directory. */
export function isOfDirectory({ oidcSubject }: Pick<User, 'oidcSubject'>): boolean {
  return oidcSubject?.startsWith(PREFIX) === true
}

/** A DN in small letters and without spaces around its signs, since directories do not tell such spellings apart. */
export function plainDn(dn: string): string {
  return dn
    .trim()
    .toLowerCase()
    .replaceAll(/\s*([,=])\s*/g, '$1')
}
