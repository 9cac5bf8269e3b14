import { isIPv6 } from 'node:net'
import { BellbuoyError } from '../domain/errors.ts'
import { RecentTries } from './recent-tries.ts'

/** Where a try to log in comes from. */
export interface LoginOrigin {
  /** An IP address. */
  readonly address: string
  /** Whether a proxy that nobody declared passed it on: the address is that of the proxy, and callers share it. */
  readonly isRelayed: boolean
}

/** A try that was allowed to start. It counts until it is known to have ended well. */
export interface LoginTry {
  /** Who has tried least is checked first: the lower, the earlier. */
  readonly rank: number
  readonly succeeded: () => void
  /** The wait for the next try begins. */
  readonly failed: () => void
  /** It was no guess: the password was not checked, or is known to be right. */
  readonly withdrawn: () => void
}

export interface LoginBrake {
  /** Starts a try. @throws BellbuoyError `TOO_MANY_REQUESTS` while its origin has to wait */
  readonly start: (name: string, origin: LoginOrigin) => LoginTry
}

/** Tries before the first wait: of an account from one address, of an account from all addresses, of an address. */
const FREE = { pair: 5, account: 100, address: 50 } as const
/** Before all who have never logged in from their address. */
const KNOWN_RANK = -1
const MAX_KNOWN = 10_000

/**
 * Slows down the guessing of passwords: each try beyond the free ones doubles a wait of one second, up to a quarter of an hour. A
 * try counts when it starts, so that guesses in parallel are no way around it.
 *
 * Guesses at an account from elsewhere lengthen the waits of those only who have failed themselves, and count from their
 * own last try: nobody else can keep an owner out. Behind an undeclared proxy many share one address, so there only the tries of
 * each account count.
 */
export function createLoginBrake(now: () => number): LoginBrake {
  const pairs = new RecentTries(FREE.pair, now)
  const accounts = new RecentTries(FREE.account, now)
  const addresses = new RecentTries(FREE.address, now)
  /** Pairs that have logged in, the most recent last. */
  const known = new Set<string>()

  function assertMayStart(name: string, pair: string, network: string | null): void {
    const last = pairs.of(pair)?.lastMs
    const untilMs = Math.max(
      pairs.waitsUntilMs(pair),
      last === undefined ? 0 : last + accounts.waitMs(name),
      network === null ? 0 : addresses.waitsUntilMs(network),
    )
    if (untilMs > now()) throw tooMany(untilMs - now())
  }

  function remember(pair: string): void {
    known.delete(pair)
    known.add(pair)
    for (const oldest of known) {
      if (known.size <= MAX_KNOWN) break
      known.delete(oldest)
    }
  }

  return {
    start(name, { address, isRelayed }) {
      const network = isRelayed ? null : networkOf(address)
      const pair = `${networkOf(address)} ${name}`
      assertMayStart(name, pair, network)
      const tries = (network === null ? pairs.of(pair) : addresses.of(network))?.count ?? 0
      const rank = known.has(pair) && pairs.of(pair) === undefined ? KNOWN_RANK : tries
      const counted = [pairs.count(pair), accounts.count(name)]
      if (network !== null) counted.push(addresses.count(network))
      const withdrawn = (): void => counted.forEach(({ takeBack }) => takeBack())
      const failed = (): void => counted.forEach(({ ended }) => ended())
      const succeeded = (): void => {
        withdrawn()
        pairs.forget(pair)
        remember(pair)
      }
      return { rank, succeeded, failed, withdrawn }
    },
  }
}

/** What one caller has of addresses: an IPv4 address, or a network of IPv6 (RFC 6177: nobody gets less than a /64). */
export function networkOf(address: string): string {
  // A socket of both families shows IPv4 as `::ffff:192.0.2.1`.
  if (!isIPv6(address) || address.toLowerCase().startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

function tooMany(waitMs: number): BellbuoyError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  const message = `too many failed log-ins: try again in ${retryAfterSeconds} s`
  return new BellbuoyError('TOO_MANY_REQUESTS', message, { retryAfterSeconds })
}
