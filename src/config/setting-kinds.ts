import { serverUrls } from '../domain/database-url.ts'
import ipaddr from 'ipaddr.js'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

type Read<Value> = { readonly value: Value } | { readonly mistake: string }

/** One setting. `NAME` in the table is `BELLBUOY_NAME` in the environment. */
export interface Setting<Value> {
  /** Its key in `bellbuoy.yml`; the groups are those of Harbor's `harbor.yml`. */
  readonly key: string
  readonly default: Value
  readonly about: string
  /** True when its value must not be shown, not even in the message about a wrong one. */
  readonly isSecret?: true
  /** Reads a text of the environment, or a value as YAML gives it. */
  readonly read: (given: unknown) => Read<Value>
}

export const text = (key: string, fallback: string, about: string): Setting<string> => ({
  key,
  default: fallback,
  about,
  read: (given) =>
    typeof given === 'string' && given !== ''
      ? { value: given }
      : { mistake: 'must be a text that is not empty' },
})

export type Values<Table extends Record<string, Setting<unknown>>> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never
}

/** A text that may be unset. */
export const optionalText = (key: string, about: string): Setting<string | null> => ({
  ...text(key, '', about),
  default: null,
})

/** A text that may be unset, with a rule of its own. */
export const checkedText = (
  key: string,
  about: string,
  fault: (given: string) => string | null,
): Setting<string | null> => ({
  key,
  default: null,
  about,
  read(given) {
    if (typeof given !== 'string' || given === '') return { mistake: 'must be a text that is not empty' }
    const mistake = fault(given)
    return mistake === null ? { value: given } : { mistake }
  },
})

/** A secret that travels in a header: visible characters without spaces. */
export const secret = (key: string, about: string): Setting<string | null> => ({
  key,
  default: null,
  about,
  isSecret: true,
  read: (given) =>
    typeof given === 'string' && /^[\x21-\x7e]+$/.test(given)
      ? { value: given }
      : { mistake: 'must be a text of visible ASCII characters without spaces' },
})

/** A secret that travels in no header: any text. */
export const password = (key: string, about: string): Setting<string | null> => ({
  key,
  default: null,
  about,
  isSecret: true,
  read: (given) =>
    typeof given === 'string' && given !== ''
      ? { value: given }
      : { mistake: 'must be a text that is not empty (put it in quotes if it is a number)' },
})

export const number = (
  key: string,
  fallback: number,
  about: string,
  { min, max, whole = true }: { min: number; max: number; whole?: boolean },
): Setting<number> => ({
  key,
  default: fallback,
  about,
  read(given) {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
    const isValid =
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))
    const kind = whole ? 'a whole number' : 'a number'
    return isValid ? { value } : { mistake: `must be ${kind} from ${min} to ${max}` }
  },
})

/** A number that may be unset. */
export const optionalNumber = (
  key: string,
  about: string,
  range: { min: number; max: number },
): Setting<number | null> => ({ ...number(key, range.min, about, range), default: null })

export const boolean = (key: string, fallback: boolean, about: string): Setting<boolean> => ({
  key,
  default: fallback,
  about,
  read(given) {
    if (given === true || given === 'true') return { value: true }
    if (given === false || given === 'false') return { value: false }
    return { mistake: 'must be true or false' }
  },
})

export const choice = (
  key: string,
  fallback: string,
  about: string,
  choices: readonly string[],
  faultOf: (given: unknown) => string | null = () => null,
): Setting<string> => ({
  key,
  default: fallback,
  about,
  read: (given) =>
    typeof given === 'string' && choices.includes(given)
      ? { value: given }
      : { mistake: faultOf(given) ?? `must be one of ${choices.join(', ')}` },
})

/** A list: commas between entries in the environment, a YAML list (or the same text) in the file. */
export const list = (
  key: string,
  fallback: readonly string[],
  about: string,
  fault: (entry: string) => string | null = () => null,
): Setting<readonly string[]> => ({
  key,
  default: fallback,
  about,
  read(given) {
    const entries: unknown[] | null = Array.isArray(given)
      ? given
      : typeof given === 'string'
        ? given.split(',')
        : null
    if (entries === null || !entries.every((entry) => typeof entry === 'string')) {
      return { mistake: 'must be a list of texts' }
    }
    const value = entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
    const faults = value.map(fault).filter((found) => found !== null)
    return faults.length === 0 ? { value } : { mistake: faults.join('; ') }
  },
})

export function networkFault(entry: string): string | null {
  return ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry)
    ? null
    : `${entry} is not a network such as 10.0.0.0/8`
}

/** Trusting every address would let each caller choose its own in `X-Forwarded-For`. */
export function proxyFault(entry: string): string | null {
  return /\/0+$/.test(entry)
    ? `${entry} covers every address: name the networks of your proxies`
    : networkFault(entry)
}

export function databaseUrl(key: string, fallback: string, about: string): Setting<string> {
  return {
    key,
    default: fallback,
    about,
    read: (given) =>
      typeof given === 'string' && (/^sqlite:.+/.test(given) || isPostgresUrl(given))
        ? { value: given }
        : { mistake: 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME' },
  }
}

function isPostgresUrl(given: string): boolean {
  return /^postgres(ql)?:\/\//.test(given) && serverUrls(given).every((url) => URL.canParse(url))
}

export const httpUrl = (key: string, about: string): Setting<string | null> => ({
  key,
  default: null,
  about,
  read: (given) =>
    typeof given === 'string' && /^https?:\/\/[^/]/.test(given) && URL.canParse(given)
      ? { value: given }
      : { mistake: 'must be a URL that starts with http:// or https://' },
})

/** A URL that paths are appended to. */
export function externalUrl(key: string, about: string): Setting<string | null> {
  const url = httpUrl(key, about)
  return {
    ...url,
    read(given) {
      const read = url.read(given)
      return 'mistake' in read ? read : { value: read.value?.replace(/\/+$/, '') ?? null }
    },
  }
}
