import type { Page, Paged } from '../list-query.ts'
import type { Grant } from './permission.ts'

/** Stands before the random part of every secret, so that scanners for leaked secrets find it. */
export const ACCESS_TOKEN_PREFIX = 'bbt_'

/** How many tokens of a user may be valid at the same time. */
export const MAX_ACCESS_TOKENS = 100

/** An expired token stays in the list for so long, so that its user sees why a program is refused. */
export const EXPIRED_TOKENS_KEPT_MS = 30 * 86_400_000

/** The time of the last use is stored no more often than this: a call costs no write. */
const USED_EVERY_MS = 3_600_000

/** A user's secret for their own programs. It may do what its user may at that moment, within its limits. */
export interface AccessToken {
  readonly id: number
  readonly userId: number
  /** No two tokens of a user have the same. */
  readonly name: string
  /** Null: all that its user may. */
  readonly limits: readonly Grant[] | null
  readonly createdAtMs: number
  /** Null: never. */
  readonly expiresAtMs: number | null
  /** To the hour; null: not yet. */
  readonly lastUsedAtMs: number | null
}

/** A token with the SHA-256 (hex) of its secret: that has 256 random bits, so a slow hash would add nothing. */
export interface AccessTokenWithSecret extends AccessToken {
  readonly secretHash: string
}

export type AccessTokenDraft = Omit<AccessTokenWithSecret, 'id' | 'createdAtMs' | 'lastUsedAtMs'>

export interface AccessTokens {
  byHash: (secretHash: string) => Promise<AccessTokenWithSecret | null>
  /** Those of a user, by name. */
  list: (userId: number, page: Page) => Promise<Paged<AccessToken>>
  /**
   * Creates a token. Of the user's expired ones it removes one of the same name, and those that expired long ago.
   *
   * @throws BellbuoyError `CONFLICT` when the name is taken or the user has as many as there may be, `NOT_FOUND` when the user is gone
   */
  create: (draft: AccessTokenDraft) => Promise<AccessToken>
  /** Notes when a token was used, unless a later use is stored. */
  noteUse: (id: number, atMs: number) => Promise<void>
  /** @returns the token that has ended @throws BellbuoyError `NOT_FOUND` when the user has no such token */
  remove: (userId: number, id: number) => Promise<AccessToken>
}

export function isExpired({ expiresAtMs }: Pick<AccessToken, 'expiresAtMs'>, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs
}

/** Whether a use is to be stored. */
export function isUseNews({ lastUsedAtMs }: Pick<AccessToken, 'lastUsedAtMs'>, nowMs: number): boolean {
  return lastUsedAtMs === null || nowMs - lastUsedAtMs >= USED_EVERY_MS
}
