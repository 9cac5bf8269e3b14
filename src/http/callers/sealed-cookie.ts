import { parseCookie, stringifySetCookie } from 'cookie'
import type { SecretBox } from '../../domain/secret-box.ts'

/** What a browser keeps for us for a while, and can neither read nor change. */
export interface SealedCookies {
  /** The `Set-Cookie` that has a value kept; it lives for `lifeMs`. */
  readonly keep: (name: string, value: object, options: { isSecure: boolean; lifeMs: number }) => string
  /** What a request brings back, or null when there is nothing, or nothing of ours, or too late. */
  readonly read: (header: string | string[] | undefined, name: string) => unknown
}

interface Kept {
  readonly name: string
  readonly value: unknown
  readonly untilMs: number
}

/**
 * Keeps what no store needs to know: any node, and one that was started anew, opens what another has sealed.
 *
 * @param box of a key that seals nothing else
 */
export function createSealedCookies(box: SecretBox, now: () => number): SealedCookies {
  const open = (sealed: string): Kept | null => {
    try {
      return JSON.parse(box.open(sealed)) as Kept
    } catch {
      return null
    }
  }
  return {
    keep(name, value, { isSecure, lifeMs }) {
      const kept: Kept = { name, value, untilMs: now() + lifeMs }
      const common = { httpOnly: true, path: '/', sameSite: 'lax', secure: isSecure } as const
      return stringifySetCookie({
        name,
        value: box.seal(JSON.stringify(kept)),
        maxAge: Math.ceil(lifeMs / 1000),
        ...common,
      })
    },
    read(header, name) {
      const sealed = typeof header === 'string' ? parseCookie(header)[name] : undefined
      const kept = sealed === undefined ? null : open(sealed)
      return kept !== null && kept.name === name && kept.untilMs > now() ? kept.value : null
    },
  }
}

/** The `Set-Cookie` that has a browser forget one. */
export function forgottenCookie(name: string): string {
  return stringifySetCookie({ name, value: '', path: '/', maxAge: 0 })
}
