import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import { type Problem, type Trouble, WHOLE_SYSTEM } from '../domain/problem/problem.ts'
import type { Store } from '../domain/store.ts'
import type { ServedCertificate } from '../net/served-certificate.ts'
import { certificateTrouble } from '../problems/certificate-trouble.ts'
import { diskWatch } from './disk-watch.ts'

type FindTrouble = (open: readonly Problem[]) => Promise<Trouble | null>

export interface OwnTroublesParts {
  readonly config: Pick<Config, 'databaseUrl' | 'databaseRoom'>
  readonly store: Pick<Store, 'retention' | 'duties' | 'accountCheck'>
  readonly certificate: ServedCertificate | null
  readonly clock: Clock
}

/** What is wrong with Bellbuoy itself: its database runs out of room, its account differs, its certificate ends. */
export function ownTroubles(
  parts: OwnTroublesParts,
): (open: readonly Problem[]) => Promise<readonly Trouble[]> {
  const disk = diskWatch(parts.config, parts.store, parts.clock)
  const finders = [disk, accountWatch(parts), certificateWatch(parts)]
  return async (open) => {
    const found = await Promise.all(finders.map((find) => find(open)))
    return found.filter((trouble) => trouble !== null)
  }
}

const CHECK_EVERY_MS = 5 * 60_000
const ACCOUNT = 'account check'

/** One of several processes compares at a time; all of them say what it found. */
function accountWatch({ store, clock }: OwnTroublesParts): FindTrouble {
  let checkedAtMs = -Infinity
  return async () => {
    if (clock.monotonic() - checkedAtMs >= CHECK_EVERY_MS) {
      checkedAtMs = clock.monotonic()
      if ((await store.duties.take(ACCOUNT, 2 * CHECK_EVERY_MS)) === null) await store.accountCheck.check()
    }
    const { difference, sinceMs } = await store.accountCheck.found()
    if (sinceMs === null) return null
    const events = `${String(Math.abs(difference))} ${Math.abs(difference) === 1 ? 'event' : 'events'}`
    const reason =
      difference < 0
        ? `${events} are neither stored nor counted`
        : `${events} are stored and were not counted`
    return {
      ...WHOLE_SYSTEM,
      kind: 'account_differs',
      cause: 'account_differs',
      reason,
      sinceMs,
      isQuiet: true,
    }
  }
}

const CERTIFICATE = 'certificate trouble'
/** A process that has the trouble says so with each look, every 15 seconds. */
const HELD_MS = 60_000

/**
 * Each process has a certificate of its own. The one whose certificate has trouble holds a duty as long as it does, so that the others do
 * not take the problem for over.
 */
export function certificateWatch({
  store: { duties },
  certificate,
  clock,
}: Pick<OwnTroublesParts, 'certificate' | 'clock'> & { readonly store: Pick<Store, 'duties'> }): FindTrouble {
  return async (open) => {
    const own = certificate === null ? null : certificateTrouble(certificate.standing, clock.now())
    const known = open.find(({ kind }) => kind === 'certificate_ending') ?? null
    if (own === null && known === null) return null
    const isFree = (await duties.take(CERTIFICATE, HELD_MS)) === null
    if (!isFree) return known
    if (own === null) await duties.leave(CERTIFICATE)
    return own
  }
}
