import { type Client, inScope } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { AttemptBody, DeliveryResponse } from '../../../contract/history/history.ts'
import { type Finding, ok, warn } from '../finding.ts'

/** The newest deliveries that are looked at, and the receivers whose answers are. */
const NEWEST = 1000
const MAX_RECEIVERS = 50
/** An answer that takes longer comes near to the limit of 10 seconds on a bad day. */
const SLOW_MS = 3000
/** What the standard of signatures allows (https://www.standardwebhooks.com): five minutes; half of that is time to act. */
const CLOCK_MS = 150_000

/** How receivers have answered last: slowly, by a redirect, or by another clock. What they refuse is a problem, and reported as such. */
export async function* checkReceivers(client: Client): AsyncGenerator<Finding> {
  const query = { limit: NEWEST, state: 'success,error,pending' }
  const { items } = await client.ask(inScope(CALLS.listDeliveries, null), { query })
  const receivers = Map.groupBy(
    items.filter(({ last_attempt: last }) => last !== undefined),
    ({ target_id: id }) => id,
  )
  for (const deliveries of [...receivers.values()].slice(0, MAX_RECEIVERS)) {
    const [newest] = deliveries
    if (newest !== undefined) yield* ofReceiver(client, newest, deliveries)
  }
}

async function* ofReceiver(
  client: Client,
  newest: DeliveryResponse,
  deliveries: readonly DeliveryResponse[],
): AsyncGenerator<Finding> {
  const about = `receiver ${newest.target_address}`
  const params = { delivery_id: newest.id }
  const { attempts_made: attempts } = await client.ask(inScope(CALLS.getDelivery, null), { params })
  const last = attempts.at(-1)
  const found = [
    slowness(about, deliveries),
    ...(last === undefined ? [] : [redirect(about, last), clock(about, last)]),
  ].filter((finding) => finding !== null)
  yield* found
  if (found.length === 0 && newest.state === 'success') yield ok(about, 'it answers well')
}

function slowness(about: string, deliveries: readonly DeliveryResponse[]): Finding | null {
  const times = deliveries.flatMap(({ last_attempt: last }) =>
    last?.status === undefined ? [] : [last.duration_ms],
  )
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0
  if (median < SLOW_MS) return null
  return warn(
    about,
    `it answers slowly: half of its responses took ${(median / 1000).toFixed(1)} s or longer`,
    'Let the receiver answer at once and do its work afterwards.',
  )
}

function redirect(about: string, { response }: AttemptBody): Finding | null {
  if (response === undefined || response.status < 300 || response.status >= 400) return null
  const to = response.headers['location']
  const place = typeof to === 'string' ? ` to ${to}` : ''
  return warn(
    about,
    `it answers ${response.status}, a redirect${place}, which counts as a failure`,
    typeof to === 'string' && URL.canParse(to)
      ? `Set the address of the target to ${to}.`
      : 'Set the address of the target to the destination of the redirect.',
  )
}

function clock(
  about: string,
  { started_at: startedAt, duration_ms: tookMs, response }: AttemptBody,
): Finding | null {
  const date = response?.headers['date']
  const there = typeof date === 'string' ? Date.parse(date) : Number.NaN
  const apart = there - (Date.parse(startedAt) + tookMs)
  if (Number.isNaN(apart) || Math.abs(apart) < CLOCK_MS) return null
  return warn(
    about,
    `its clock is ${Math.round(Math.abs(apart) / 1000)} s ${apart > 0 ? 'ahead of' : 'behind'} the server`,
    'Synchronize both with a time server: a receiver that verifies signatures refuses webhooks that seem older than five minutes.',
  )
}
