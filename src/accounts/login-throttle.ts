import { BellbuoyError } from '../domain/errors.ts'

export interface LoginThrottle {
  /** @throws BellbuoyError `TOO_MANY_REQUESTS` while an account or an address has to wait */
  assertMayTry: (name: string, address: string) => void
  failed: (name: string, address: string) => void
  succeeded: (name: string, address: string) => void
}

/** Failures before the first wait: of an account at one address, of an account at all addresses, of an address. */
const FREE = { pair: 5, account: 100, address: 50 } as const
const FIRST_WAIT_MS = 1000
const MAX_WAIT_MS = 15 * 60_000
const MAX_REMEMBERED = 10_000

interface Failures {
  count: number
  untilMs: number
}

/**
 * Slows down the guessing of passwords: each failure beyond the free ones doubles a wait of one second, up to a quarter of an
 * hour. The account's owner, at another address, has to wait only when very many addresses guess.
 */
export function createLoginThrottle(now: () => number): LoginThrottle {
  const failures = new Map<string, Failures>()
  const keysOf = (name: string, address: string) =>
    [
      { key: `pair ${address} ${name}`, free: FREE.pair },
      { key: `account ${name}`, free: FREE.account },
      { key: `address ${address}`, free: FREE.address },
    ] as const
  const recent = (key: string): Failures | undefined => {
    const known = failures.get(key)
    return known !== undefined && known.untilMs + MAX_WAIT_MS > now() ? known : undefined
  }

  return {
    assertMayTry(name, address) {
      const untilMs = Math.max(...keysOf(name, address).map(({ key }) => recent(key)?.untilMs ?? 0))
      const waitMs = untilMs - now()
      if (waitMs <= 0) return
      const retryAfterSeconds = Math.ceil(waitMs / 1000)
      const message = `too many failed log-ins: try again in ${retryAfterSeconds} s`
      throw new BellbuoyError('TOO_MANY_REQUESTS', message, { retryAfterSeconds })
    },
    failed(name, address) {
      for (const { key, free } of keysOf(name, address)) {
        const count = (recent(key)?.count ?? 0) + 1
        const waitMs = count < free ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - free), MAX_WAIT_MS)
        // The most recent failure is dropped last.
        failures.delete(key)
        failures.set(key, { count, untilMs: now() + waitMs })
      }
      for (const key of failures.keys()) {
        if (failures.size <= MAX_REMEMBERED) break
        failures.delete(key)
      }
    },
    succeeded(name, address) {
      failures.delete(`pair ${address} ${name}`)
    },
  }
}
