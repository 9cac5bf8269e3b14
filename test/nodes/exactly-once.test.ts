import { expect, test } from 'vitest'
import { Arrivals } from '../faults/arrivals.ts'
import { RegistrySide } from '../faults/registry-side.ts'
import type { BellbuoyProcess } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { METRICS_TOKEN, type Role, openNodes } from './nodes.ts'

/** `NODES_EVENTS=50000` is the long form. */
const EVENTS = Number(process.env['NODES_EVENTS'] ?? 2000)
const REPOSITORIES = 20
const LIMIT_MS = 600_000 + EVENTS * 20

test.for<readonly Role[]>([
  ['all', 'all'],
  ['all', 'all', 'all', 'all'],
  ['no deliveries', 'no deliveries', 'worker', 'worker'],
])('processes of the roles %j deliver each event exactly once', { timeout: LIMIT_MS }, async (roles) => {
  const arrivals = new Arrivals()
  await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
  await using nodes = await openNodes()
  const started: BellbuoyProcess[] = []
  for (const role of roles) started.push(await nodes.start(role))
  const takers = started.filter((_, index) => roles[index] !== 'worker')
  const policy = await createPolicy(takers[0]!.api, { targets: [receiver.url('/one')] })

  const registry = new RegistrySide()
  await postAll(registry, takers)
  await arrivals.waitForAll(['/one'], registry.acknowledged, 60_000 + EVENTS * 10)
  await policy.ended(registry.acknowledged.size, 60_000)

  expect(registry.owed).toBe(0)
  expect(arrivals.delivered).toBe(registry.acknowledged.size)
  expect(arrivals.duplicates).toBe(0)
  await nodes.expectBalanced()
  // Every process that delivers did its share.
  for (const [index, { url }] of started.entries())
    if (roles[index] === 'worker') expect(await leased(url)).toBeGreaterThan(0)
})

async function postAll(registry: RegistrySide, takers: readonly BellbuoyProcess[]): Promise<void> {
  let next = 0
  const keepPosting = async (): Promise<void> => {
    while (registry.acknowledged.size < EVENTS) {
      const at = next++
      await registry.post(takers[at % takers.length]!, `team/app${at % REPOSITORIES}`)
    }
  }
  await Promise.all(Array.from({ length: 32 }, keepPosting))
}

async function leased(url: string): Promise<number> {
  const text = await (
    await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  ).text()
  return Number(/leased_total\{by="claim"\} (\d+)/.exec(text)?.[1])
}
