import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { watchLongestTurn } from '../support/longest-turn.ts'

const MOST_MS = 50
const WEBHOOK = '/api/v2.0/projects/team/webhook'
const targets = [{ type: 'http', address: 'http://receiver.example/' }]
const many = <Entry>(count: number, entry: (n: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, n) => entry(n))
const manyKeys = (count: number) => Object.fromEntries(many(count, (n) => [`k${n}`, 1]))

/** Bodies of up to 1 MiB, which is the most that a call takes. */
const BODIES: readonly (readonly [string, string, object])[] = [
  [
    'one event type again and again',
    '/policies',
    { name: 'a', event_types: many(60_000, () => 'PUSH_ARTIFACT'), targets },
  ],
  ['unknown event types', '/policies', { name: 'b', event_types: many(60_000, (n) => `PUSH_${n}`), targets }],
  [
    'targets',
    '/policies',
    { name: 'c', event_types: ['PUSH_ARTIFACT'], targets: many(15_000, () => targets[0]) },
  ],
  [
    'empty targets',
    '/policies',
    { name: 'd', event_types: ['PUSH_ARTIFACT'], targets: many(300_000, () => ({})) },
  ],
  ['unknown keys', '/policies', manyKeys(70_000)],
  [
    'unknown keys of a filter',
    '/policies',
    { name: 'e', event_types: ['PUSH_ARTIFACT'], targets, filter: manyKeys(70_000) },
  ],
  [
    'patterns',
    '/policies',
    { name: 'f', targets, filter: { repositories: { include: many(50_000, (n) => `team/${n}/**`) } } },
  ],
  ['a long name', '/policies', { name: 'g'.repeat(1_000_000) }],
  [
    'event types to try',
    '/filters/dry-run',
    { event_types: many(60_000, () => 'PUSH_ARTIFACT'), filter: {} },
  ],
  ['states', '/deliveries/redeliver', { filter: { states: many(100_000, () => 'error') } }],
]

test(
  `a call with many values never holds the main thread for more than ${MOST_MS} ms`,
  { timeout: 60_000 },
  async () => {
    await using app = await startTestApp()
    const policy = await createPolicy(app.api, { targets: [targets[0]!.address] })
    // What is compiled on first use is not what is measured.
    for (const [, path] of BODIES) await app.api.post(`${WEBHOOK}${path}`, { name: 'none' })
    await policy.update({ description: 'the first one' })
    for (const [name, path, body] of BODIES) {
      const text = JSON.stringify(body)
      expect(text.length, name).toBeLessThan(1024 ** 2)
      using longest = watchLongestTurn()

      const { status } = await app.api.post(`${WEBHOOK}${path}`, text)

      expect(status, name).toBeGreaterThanOrEqual(400)
      expect(longest.take(), name).toBeLessThan(MOST_MS)
    }
  },
)
