import { describe, expect, test } from 'vitest'
import { META_SOURCE } from '../../../src/intake/own-sources.ts'
import { expectBalanced } from '../../support/app/audit.ts'
import { shared } from '../../support/shared.ts'
import { expectAsPromised } from './expect-as-promised.ts'
import { FAMILIES, WAYS } from './families.ts'
import { runWays } from './run-ways.ts'

/** Longest time until a healthy target has its event, on a machine that is busy with many ways at once. */
const BESIDE_MS = 2000
/** Of the process, Node and what it keeps for requests included. Half a gigabyte of floods and bombs is offered to it. */
const MAX_MEMORY = 512 * 1024 * 1024

const run = shared((stack) => runWays(WAYS, stack))

for (const { name, ways } of FAMILIES)
  describe(`${name}: a receiver that`, () => {
    test.for(ways)('$does', async (way) => {
      const { receiver, deliveries, besideMs } = await run().runs.get(way)!
      await expectAsPromised(way, receiver, deliveries)
      for (const ms of besideMs) expect(ms, 'the target beside it is served').toBeLessThan(BESIDE_MS)
    })
  })

test('the account balances afterwards, and agrees with what the receivers got', async () => {
  const { bellbuoy, healthy, runs } = run()
  const events = (await Promise.all(runs.values())).flatMap(({ deliveries }) => deliveries)
  const delivered = events.filter(({ state }) => state === 'success').length

  const report = await expectBalanced(bellbuoy.dir)

  expect(report.deliveries).toBe(2 * events.length)
  // Those that fail are events of Bellbuoy's own, to which nobody listens.
  const reported = report.sources.filter(({ name }) => name !== META_SOURCE.name)
  expect(reported.map(({ received }) => received)).toEqual([events.length])
  expect(report.account).toMatchObject({
    delivered: events.length + delivered,
    failed: events.length - delivered,
    pending: 0,
  })
  const ids = new Set(healthy.requests.map(({ headers }) => headers['webhook-id']))
  expect([ids.size, healthy.requests.length], 'each event came once').toEqual([events.length, events.length])
})

test('they made no fault of the program, and memory stayed within its bounds', async () => {
  const { bellbuoy, runs } = run()
  await Promise.all(runs.values())
  const entries = bellbuoy
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { level: number; msg: string })
  expect(entries.filter(({ level }) => level >= 50)).toEqual([])
  expect(await bellbuoy.memory()).toBeLessThan(MAX_MEMORY)
})
