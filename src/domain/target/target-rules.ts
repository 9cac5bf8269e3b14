import { httpUrlOf } from '../http-address.ts'
import type { OptionsSchema, TargetOptions } from '../options.ts'

export type OptionsReading = { readonly fault: string } | { readonly options: TargetOptions }

/** How a kind of target reads the settings of its targets. */
export interface TargetRules {
  /** JSON Schema of `options`; secrets in it say `writeOnly`, credentials for logging in `x-login`. */
  readonly optionsSchema: OptionsSchema
  /**
   * Checks options that match the schema, with every secret in clear: their fault, or the options to store, with derived
   * ones added.
   */
  readonly readOptions: (options: TargetOptions) => OptionsReading
  /**
   * The origins that the secrets of a target are sent to, by the field that names each: `{ address: 'https://a.test' }`.
   * Stored secrets are not kept when one of these origins changes or is added.
   */
  readonly secretsTravelTo: (target: {
    readonly address: string
    readonly options: TargetOptions
  }) => Readonly<Record<string, string>>
}

/** For a kind whose targets have an address and no options. */
export const PLAIN_RULES: TargetRules = {
  optionsSchema: { type: 'object', properties: {}, additionalProperties: false },
  readOptions: (options) => ({ options }),
  secretsTravelTo: ({ address }) => ({ address: originOf(address) }),
}

/** Scheme, host and port of an address; an address that is not a URL is returned as it is. */
export function originOf(address: string): string {
  try {
    return httpUrlOf(address).origin
  } catch {
    return address
  }
}
