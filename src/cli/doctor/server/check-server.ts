import type { Client } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'
import { checkProblems } from './check-problems.ts'
import { checkReceivers } from './check-receivers.ts'
import { checkSources } from './check-sources.ts'

/** Clocks of registries may be apart by as much (`EVENT_TIME_TOLERANCE_MS`). */
const CLOCK_MS = 5000

/** Looks at the server by its API. */
export async function* checkServer(client: Client, url: string): AsyncGenerator<Finding> {
  const sentAtMs = Date.now()
  const info = await client.ask(CALLS.getSystemInfo)
  yield clockFinding(info.current_time, (sentAtMs + Date.now()) / 2)
  const health = await client.ask(CALLS.getHealth)
  for (const { name, status, error = 'it is unhealthy' } of health.components)
    yield status === 'healthy'
      ? ok(name, 'it is healthy')
      : bad(name, error, 'See the log of the server for details.')
  if (info.notification_enable === false)
    yield bad(
      'switch',
      'the global switch is off: Bellbuoy accepts events and delivers no webhooks',
      'Turn it on in the console under Configuration, or set notification_enable in the API.',
    )
  if (isLoopback(info.external_url ?? url) && !isLoopback(url))
    yield bad(
      'EXTERNAL_URL',
      `it is ${String(info.external_url)}, which other machines cannot reach: registries would send to themselves`,
      `Set EXTERNAL_URL to ${url}.`,
    )
  yield* checkProblems(client)
  yield* checkSources(client)
  yield* checkReceivers(client)
}

/** @param here the middle of the call by this machine's clock, Unix milliseconds */
function clockFinding(there: string | undefined, here: number): Finding {
  const apart = there === undefined ? 0 : Date.parse(there) - here
  const seconds = Math.round(Math.abs(apart) / 1000)
  if (Math.abs(apart) <= CLOCK_MS) return ok('clock', 'this machine and the server are in step')
  return warn(
    'clock',
    `the server is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} this machine`,
    'Synchronize both with a time server (timedatectl set-ntp true): signatures and the order of events depend on it.',
  )
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
}
