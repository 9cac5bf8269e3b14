import { isIPv6 } from 'node:net'
import { BellbuoyError } from '../domain/errors.ts'
import { RecentKeys } from './recent-keys.ts'
import { type Ending, SharedTries, type SharedTriesParts } from './shared-tries.ts'
import { TryCounts, type TryKeys } from './try-counts.ts'

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
  readonly succeeded: () => Promise<void>
  /** The wait for the next try begins. */
  readonly failed: () => Promise<void>
  /** It was no guess: the password was not checked, or is known to be right. */
  readonly withdrawn: () => Promise<void>
}

export interface LoginBrake {
  /** Starts a try. @throws BellbuoyError `TOO_MANY_REQUESTS` while its origin has to wait */
  readonly start: (name: string, origin: LoginOrigin) => Promise<LoginTry>
  /** Only asks whether a try may start. @throws BellbuoyError `TOO_MANY_REQUESTS` */
  readonly assertMayStart: (name: string, origin: LoginOrigin) => Promise<void>
}

/** Before all who have never logged in from their address. */
const KNOWN_RANK = -1
const MAX_KNOWN = 10_000

/**
 * Slows down the guessing of passwords: each try beyond the free ones doubles a wait of one second, up to a quarter of an hour. A
 * try counts when it starts, so that guesses in parallel are no way around it. All processes on a database count together, so that
 * asking several gives nobody more tries; what this process has counted itself holds before the database is asked.
 *
 * Guesses at an account from elsewhere lengthen the waits of those only who have failed themselves, and count from their
 * own last try: nobody else can keep an owner out. Behind an undeclared proxy many share one address, so there only the tries of
 * each account count.
 */
export function createLoginBrake({ loginTries, now }: SharedTriesParts): LoginBrake {
  const own = new TryCounts(now)
  const shared = new SharedTries({ loginTries, now })
  /** Pairs that have logged in. */
  const known = new RecentKeys<true>(MAX_KNOWN)
  /** Pairs that the database has refused, and until when: it is not asked again before. */
  const refused = new RecentKeys<number>(MAX_KNOWN)

  function assertOver(untilMs: number): void {
    if (untilMs > now()) throw tooMany(untilMs - now())
  }

  function refuse({ pair }: TryKeys, untilMs: number): void {
    if (untilMs > now()) refused.set(pair, untilMs)
    assertOver(untilMs)
  }

  function assertMayStartHere(keys: TryKeys): void {
    assertOver(Math.max(own.waitsUntilMs(keys), refused.get(keys.pair) ?? 0))
  }

  return {
    async start(name, origin) {
      const keys = keysOf(name, origin)
      assertMayStartHere(keys)
      const rank = known.get(keys.pair) === true && !own.hasTried(keys) ? KNOWN_RANK : own.triesOf(keys)
      const counted = own.count(keys)
      const sharedCount = await shared.count(keys).catch((error: unknown) => {
        own.withdrawn(counted)
        throw error
      })
      if (typeof sharedCount === 'number') {
        own.withdrawn(counted)
        refuse(keys, sharedCount)
      }
      const ended = async (how: Ending): Promise<void> => {
        own[how](counted)
        if (how === 'succeeded') known.set(keys.pair, true)
        if (sharedCount !== null && typeof sharedCount === 'object') await shared.ended(sharedCount, how)
      }
      return {
        rank,
        succeeded: () => ended('succeeded'),
        failed: () => ended('failed'),
        withdrawn: () => ended('withdrawn'),
      }
    },
    async assertMayStart(name, origin) {
      const keys = keysOf(name, origin)
      assertMayStartHere(keys)
      refuse(keys, await shared.waitsUntilMs(keys))
    },
  }
}

function keysOf(name: string, { address, isRelayed }: LoginOrigin): TryKeys {
  const network = networkOf(address)
  return { pair: `${network} ${name}`, account: name, address: isRelayed ? null : network }
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
