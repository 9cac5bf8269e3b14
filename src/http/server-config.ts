import type { LdapSettings } from '../domain/people/ldap.ts'
import type { RetryRule } from '../domain/delivery/retry-rule.ts'

/** The settings that the HTTP side shows or goes by. */
export interface ServerConfig {
  /** How others reach this server, or null when nobody said. */
  readonly externalUrl: string | null
  /** Whether those who may edit a policy read its `auth_header` back. */
  readonly authHeaderReadable: boolean
  /** Whether policies that do not name a way have Harbor's. */
  readonly harborWay: boolean
  readonly retryRule: RetryRule
  readonly timeoutMs: number
  readonly maxAgeMs: number
  /** Part of its storage limit from which on a project is warned. */
  readonly quotaWarningPercent: number
  /** The directory that people log in by, or null. */
  readonly ldap: LdapSettings | null
  readonly sessionLimits: { readonly idleMs: number }
}
