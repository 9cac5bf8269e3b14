import { isUserName, type User } from './user.ts'

/** How people log in by an OpenID provider (OpenID Connect Core 1.0). */
export interface OidcSettings {
  /** Name of the provider for people, for example `Keycloak`. */
  readonly name: string
  /** The provider's issuer; its configuration is read below `/.well-known/openid-configuration`. */
  readonly endpoint: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: readonly string[]
  /** The claim that lists a user's groups. */
  readonly groupsClaim: string
  /** The group whose members are system admins. */
  readonly adminGroup: string | null
  /** The claim that a user is named by. */
  readonly userClaim: string
  /** Whether new users are named by `userClaim`; otherwise they choose a name. */
  readonly autoOnboard: boolean
  readonly verifyCertificate: boolean
}

/** A person who logged in by the provider. */
export interface OidcIdentity {
  /** `issuer subject`: the same person for ever. */
  readonly subject: string
  /** The name in the user claim, or null when it is no valid user name. */
  readonly name: string | null
  /** Empty when the provider does not give it. */
  readonly email: string
  readonly realname: string
  readonly groups: readonly string[]
}

/**
 * The person that the claims of an ID token and of the user info describe. Spaces in a name become underscores, as in Harbor.
 *
 * @param claims with `iss` and `sub`
 */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  { userClaim, groupsClaim }: Pick<OidcSettings, 'userClaim' | 'groupsClaim'>,
): OidcIdentity {
  const name = textOf(claims[userClaim]).trim().replaceAll(/\s+/g, '_')
  return {
    subject: `${textOf(claims['iss'])} ${textOf(claims['sub'])}`,
    name: isUserName(name) ? name : null,
    email: textOf(claims['email']),
    realname: textOf(claims['name']),
    groups: groupsOf(claims[groupsClaim]),
  }
}

/** Some providers write a single group as a text. */
function groupsOf(claim: unknown): readonly string[] {
  const groups = (Array.isArray(claim) ? claim : [claim]).map(textOf)
  return [...new Set(groups.filter((group) => group !== ''))]
}

function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : ''
}

/** Whether a user is a system admin by a group of the provider. */
export function isAdminByGroup({ groups }: Pick<User, 'groups'>, adminGroup: string | null): boolean {
  return adminGroup !== null && groups.includes(adminGroup)
}
