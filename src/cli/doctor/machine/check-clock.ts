import { type Finding, ok, warn } from '../finding.ts'

const TIMEOUT_MS = 10_000
/** A `Date` has whole seconds, and a call takes its time. */
const APART_MS = 5000

/** The clock of this machine against the `Date` that an address answers with; nothing where it says none. */
export async function* checkClock(about: string, url: string): AsyncGenerator<Finding> {
  const date = await dateOf(url)
  const apart = date - Date.now()
  if (Number.isNaN(apart)) return
  const seconds = Math.round(Math.abs(apart) / 1000)
  yield Math.abs(apart) <= APART_MS
    ? ok(`clock of the ${about}`, 'in step with this machine')
    : warn(
        `clock of the ${about}`,
        `${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} this machine`,
        'Synchronize both with a time server (timedatectl set-ntp true).',
      )
}

async function dateOf(url: string): Promise<number> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    return Date.parse(headers.get('date') ?? '')
  } catch {
    return Number.NaN
  }
}
