import type { AccessToken } from './access-token.ts'
import type { Grant } from './permission.ts'

/** For so long a person may look for the browser, log in and decide. */
export const DEVICE_LOGIN_LIFE_MS = 10 * 60_000
/** How often a device asks at first, in seconds. */
export const DEVICE_INTERVAL_S = 5
const MAX_INTERVAL_S = 60
/** A clock of the device may run a little faster, and the way there may be shorter. */
const TOLERANCE_MS = 1000

/** Of all devices together; beyond it nobody new begins. */
export const MAX_DEVICE_LOGINS = 1000
/** Of the devices at one address, and of those behind a proxy that nobody declared, who share one. */
export const MAX_OF_ADDRESS = { own: 10, shared: 100 } as const

/** A program that waits for a person to let it in, in a browser (RFC 8628). */
export interface DeviceLogin {
  readonly id: number
  /** What the person compares: `BCDF-GHJK`. */
  readonly userCode: string
  /** What the program says of itself, such as the name of its machine. */
  readonly client: string
  /** Where it asked from. */
  readonly address: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** Null: nobody has decided yet. */
  readonly decision: DeviceDecision | null
  /** When the program asked last; null: not yet. */
  readonly askedAtMs: number | null
  /** How long it has to wait between two questions, in seconds. */
  readonly intervalS: number
}

export type DeviceDecision =
  | { readonly isApproved: false }
  | {
      readonly isApproved: true
      readonly userId: number
      /** Of the token; -1: never expires. */
      readonly durationDays: number
      /** Of the token. */
      readonly limits: readonly Grant[] | null
    }

export type DeviceLoginDraft = Pick<
  DeviceLogin,
  'userCode' | 'client' | 'address' | 'createdAtMs' | 'expiresAtMs'
> & {
  /** SHA-256 in hex. */
  readonly deviceCodeHash: string
}

/** The answers of RFC 8628, section 3.5, to a program that may not have its token. */
export type DeviceState = 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token'

export type Claimed =
  | { readonly state: DeviceState; readonly intervalS: number }
  | { readonly state: 'granted'; readonly token: AccessToken; readonly userName: string }

export interface DeviceLogins {
  /** @returns what has as many under way as it may; null: it is under way */
  create: (draft: DeviceLoginDraft, limits: DeviceLoginLimits) => Promise<keyof DeviceLoginLimits | null>
  /** One that has not expired and that nobody has decided. */
  byUserCode: (userCode: string) => Promise<DeviceLogin | null>
  /** @returns false when it has expired or somebody has decided before */
  decide: (userCode: string, decision: DeviceDecision) => Promise<boolean>
  /**
   * What a program gets that shows its code. An approved log-in ends with the token, which is made in the same transaction.
   *
   * @param expiryOf when a token expires that lasts so many days
   * @throws BellbuoyError `CONFLICT` when the user has as many tokens as there may be
   */
  claim: (deviceCodeHash: string, token: ClaimedToken) => Promise<Claimed>
}

/** How many may be under way at the same time. */
export interface DeviceLoginLimits {
  readonly all: number
  /** From the address of the one that begins. */
  readonly address: number
}

export interface ClaimedToken {
  readonly secretHash: string
  readonly expiryOf: (durationDays: number) => number | null
}

/** What a program gets that asks now, and how long it has to wait before it asks again. */
export function deviceStateOf(
  { decision, expiresAtMs, askedAtMs, intervalS }: DeviceLogin,
  nowMs: number,
): { readonly state: DeviceState | 'approved'; readonly intervalS: number } {
  if (expiresAtMs <= nowMs) return { state: 'expired_token', intervalS }
  if (decision !== null) return { state: decision.isApproved ? 'approved' : 'access_denied', intervalS }
  const isEarly = askedAtMs !== null && nowMs - askedAtMs < intervalS * 1000 - TOLERANCE_MS
  if (!isEarly) return { state: 'authorization_pending', intervalS }
  return { state: 'slow_down', intervalS: Math.min(MAX_INTERVAL_S, intervalS + DEVICE_INTERVAL_S) }
}

/** A code as a person may type it, in its one spelling; null for what is none. */
export function userCodeIn(typed: string): string | null {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  return /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null
}

/** The first of `laptop`, `laptop (2)`, … that no token has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} (${n})`
    if (!taken.has(name)) return name
  }
}
