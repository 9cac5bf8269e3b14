import { expect } from 'vitest'
import type { RecordedDelivery } from './run-ways.ts'
import { type End, type Misbehaving, TIMEOUT_MS, type Way } from './way.ts'

/** What a busy machine adds to a deadline. */
const LATE_MS = 2000

/** Holds the record of a way's deliveries against what the table says, and against what the receiver got. */
export async function expectAsPromised(
  { ends, keepsConnections }: Way,
  receiver: Misbehaving,
  deliveries: readonly RecordedDelivery[],
): Promise<void> {
  expect(deliveries.map(shown)).toEqual(ends.map(promised))
  for (const [index, delivery] of deliveries.entries()) {
    const end = ends[index]!
    expectDurations(delivery, end)
    expect(arrivals(receiver, delivery), 'what arrived of each attempt').toEqual(promisedArrivals(end))
  }
  const last = ends.at(-1)?.codes.at(-1)
  const isBroken = last !== null && last !== 'status'
  if (isBroken && keepsConnections !== true)
    await expect.poll(receiver.openConnections, { message: 'no connection is left', timeout: 5000 }).toBe(0)
}

function shown({ state, reason, attempts, log }: RecordedDelivery) {
  const last = attempts.at(-1)
  return {
    state,
    codes: attempts.map(({ code }) => code),
    says: last?.text ?? last?.remark ?? '',
    reason,
    logged: [...log.matchAll(/attempt \d+ failed after \d+ ms \[(\w+)\]/g)].map(([, code]) => code),
    hasLog: log.includes(last?.text ?? `\n< (${last?.remark}`) || last?.remark === null,
  }
}

function promised({ codes, says }: End) {
  const hasFailed = codes.at(-1) !== null
  return {
    state: hasFailed ? 'error' : 'success',
    codes,
    says: matching(says),
    reason: matching(hasFailed ? `${says}; gave up: all ${codes.length - 1} retries are used` : ''),
    logged: codes.filter((code) => code !== null),
    hasLog: true,
  }
}

function matching(text: string): unknown {
  return expect.stringMatching(new RegExp(`^${text.split('…').map(RegExp.escape).join('.*')}$`))
}

function expectDurations({ attempts }: RecordedDelivery, { waitMs }: End): void {
  for (const { durationMs, code } of attempts) {
    expect(durationMs).toBeLessThan(TIMEOUT_MS + LATE_MS)
    if (code === 'timeout') expect(durationMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 1)
  }
  const [first, second] = attempts
  if (waitMs === undefined || first === undefined || second === undefined) return
  const waitedMs = second.startedAtMs - first.startedAtMs - first.durationMs
  expect(waitedMs).toBeGreaterThanOrEqual(waitMs[0])
  expect(waitedMs).toBeLessThan(waitMs[1])
}

/** How often the request of each attempt came whole, and whether the record says that it was sent once more. */
function arrivals({ requests }: Misbehaving, { webhookId, attempts }: RecordedDelivery) {
  const own = requests.filter(({ headers }) => headers['webhook-id'] === webhookId)
  return attempts.map(({ isRepeated }, index) => ({
    isRepeated,
    times: own.filter(({ headers }) => Number(headers['x-bellbuoy-attempt']) === index + 1).length,
  }))
}

function promisedArrivals({ codes, arrives = 'whole' }: End) {
  const times = { whole: 1, never: 0, twice: 2, 'refused once': 2, perhaps: expect.toBeOneOf([0, 1]) }[
    arrives
  ]
  return codes.map(() => ({ isRepeated: arrives === 'twice', times }))
}
