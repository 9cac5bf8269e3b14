import type { Rule, SecretSource } from '../rule.ts'

/** Where the listener finds what a webhook must be signed with. */
export type SigningSource = SecretSource | { readonly kind: 'public key'; readonly key: string }

/** Settings of the listener that a rules file may have; absent ones are left to the command line. */
export interface ListenerSettings {
  readonly authorizations: readonly SecretSource[]
  readonly signingSecrets: readonly SigningSource[]
  readonly signingToleranceMs?: number
  readonly repeatWindowMs?: number
  readonly maxBodyBytes?: number
  readonly keepMs?: number
  /** Runs of all rules at the same time. */
  readonly concurrency?: number
}

/** A rules file that was read. */
export interface RulesFile {
  readonly rules: readonly Rule[]
  readonly settings: ListenerSettings
}
