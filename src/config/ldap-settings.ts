import { LDAP_SCOPES, type LdapScope, type LdapSettings, plainDn } from '../domain/people/ldap.ts'
import {
  type Setting,
  type Values,
  boolean,
  checkedText,
  choice,
  number,
  optionalText,
  password,
  text,
} from './setting-kinds.ts'

/** Log-in by an LDAP directory; the keys are those of Harbor's `ldap_…` settings. */
export const LDAP_SETTINGS = {
  LDAP_URL: checkedText('ldap.url', 'address of the LDAP directory; enables log-in by LDAP', urlFault),
  LDAP_STARTTLS: boolean('ldap.starttls', true, 'whether StartTLS encrypts a connection by ldap://'),
  LDAP_VERIFY_CERT: boolean('ldap.verify_cert', true, "whether the directory's certificate must be valid"),
  LDAP_SEARCH_DN: optionalText('ldap.search_dn', 'DN of the user that searches the directory'),
  LDAP_SEARCH_PASSWORD: password('ldap.search_password', 'password of that user'),
  LDAP_BASE_DN: optionalText('ldap.base_dn', 'DN below which to search for people'),
  LDAP_SCOPE: choice('ldap.scope', 'subtree', 'how deep to search below it', LDAP_SCOPES),
  LDAP_FILTER: checkedText('ldap.filter', 'additional filter for people', filterFault),
  LDAP_UID: text(
    'ldap.uid',
    'uid',
    'attribute with the name for the log-in, such as uid, cn, mail or sAMAccountName',
  ),
  LDAP_GROUP_MEMBERSHIP_ATTRIBUTE: text(
    'ldap.group_membership_attribute',
    'memberof',
    'attribute of a person with the DNs of their groups',
  ),
  LDAP_GROUP_ADMIN_DN: optionalText('ldap.group_admin_dn', 'DN of the group whose members are system admins'),
  LDAP_TIMEOUT_SECONDS: number('ldap.timeout', 5, 'seconds for each step of a log-in', { min: 1, max: 30 }),
} satisfies Record<string, Setting<unknown>>

type LdapValues = Values<typeof LDAP_SETTINGS>

function urlFault(given: string): string | null {
  const url = URL.parse(given)
  const isPlain =
    url !== null && /^ldaps?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)
  return isPlain && url.username === '' && url.search === ''
    ? null
    : 'must be ldap://HOST[:PORT] or ldaps://HOST[:PORT]'
}

function filterFault(given: string): string | null {
  return /^\(.*\)$/.test(given) ? null : 'must be an LDAP filter in parentheses, such as (objectClass=person)'
}

/**
 * The mistakes in the settings of LDAP: they must be complete, or absent, and not beside those of OpenID Connect.
 *
 * @param given the names of all given settings, valid or not
 */
export function ldapMistakes(given: ReadonlySet<string>): readonly string[] {
  const some = Object.keys(LDAP_SETTINGS).find((name) => given.has(name))
  if (some === undefined) return []
  const missing = ['LDAP_URL', 'LDAP_BASE_DN'].filter((name) => !given.has(name))
  const half = given.has('LDAP_SEARCH_PASSWORD') !== given.has('LDAP_SEARCH_DN')
  return [
    ...missing.map((name) => `BELLBUOY_${name} is missing: log-in by LDAP needs it, since ${some} is set`),
    ...(half
      ? ['BELLBUOY_LDAP_SEARCH_DN and BELLBUOY_LDAP_SEARCH_PASSWORD belong together: set both, or neither']
      : []),
    ...(given.has('OIDC_ENDPOINT')
      ? ['BELLBUOY_LDAP_URL: people log in by LDAP or by OpenID Connect, not by both']
      : []),
  ]
}

/** Null when there is no directory. */
export function ldapOf(values: LdapValues): LdapSettings | null {
  const { LDAP_URL: url, LDAP_BASE_DN: baseDn, LDAP_GROUP_ADMIN_DN: adminGroup } = values
  if (url === null || baseDn === null) return null
  return Object.freeze({
    url,
    startsTls: values.LDAP_STARTTLS,
    verifyCertificate: values.LDAP_VERIFY_CERT,
    searchDn: values.LDAP_SEARCH_DN,
    searchPassword: values.LDAP_SEARCH_PASSWORD,
    baseDn,
    scope: values.LDAP_SCOPE as LdapScope,
    filter: values.LDAP_FILTER,
    uid: values.LDAP_UID,
    membershipAttribute: values.LDAP_GROUP_MEMBERSHIP_ATTRIBUTE,
    adminGroup: adminGroup === null ? null : plainDn(adminGroup),
    timeoutSeconds: values.LDAP_TIMEOUT_SECONDS,
  })
}
