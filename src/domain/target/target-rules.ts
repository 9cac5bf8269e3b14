import { httpUrlOf } from '../http-address.ts'
import type { OptionsSchema, TargetOptions } from '../options.ts'

export type OptionsReading = { readonly fault: string } | { readonly options: TargetOptions }

/** What a kind of target says of the settings of its targets. */
export interface TargetRules {
  /** JSON Schema of `options`; secrets among them say `writeOnly`, ways to log in `x-login`. */
  readonly optionsSchema: OptionsSchema
  /**
   * Looks at options that fit the schema as they are to be stored, with every secret in clear: what is wrong with them, or
   * the options with what follows from them added.
   */
  readonly readOptions: (options: TargetOptions) => OptionsReading
  /**
   * Where the secrets of a target go, by what the place is to it: `{ address: 'https://a.test' }`. Secrets that are stored
   * are not kept when one of these places changes or comes to it.
   */
  readonly secretsTravelTo: (target: {
    readonly address: string
    readonly options: TargetOptions
  }) => Readonly<Record<string, string>>
}

/** Of a kind whose targets have nothing but an address. */
export const PLAIN_RULES: TargetRules = {
  optionsSchema: { type: 'object', properties: {}, additionalProperties: false },
  readOptions: (options) => ({ options }),
  secretsTravelTo: ({ address }) => ({ address: originOf(address) }),
}

/** Scheme, host and port of an address; what is no URL as it stands. */
export function originOf(address: string): string {
  try {
    return httpUrlOf(address).origin
  } catch {
    return address
  }
}
