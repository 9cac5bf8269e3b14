import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { available } from '../support/available.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const SLOW_TARGETS = 500
const PUSHES = 10
/** For a machine with other work to do. */
const WAIT_MS = 20_000

async function metric({ api }: BellbuoyProcess, name: string): Promise<number> {
  const { body } = await api.get('/metrics')
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body as string)?.[1])
}

test('a project with one target is served beside one whose 500 slow targets want every attempt', async () => {
  await using slow = await startReceiver({ respond: () => ({ does: 'hang' }) })
  await using quick = await startReceiver()
  await using bellbuoy = await startBellbuoy({
    env: {
      BELLBUOY_WEBHOOK_ATTEMPTS_AT_A_TIME: '16',
      BELLBUOY_WEBHOOK_TIMEOUT_MS: '1500',
      BELLBUOY_WEBHOOK_MAX_RETRY: '0',
    },
  })
  const addresses = Array.from({ length: SLOW_TARGETS }, (_, number) => slow.url(`/${number}`))
  const crowded = await createPolicy(bellbuoy.api, { project: 'crowded', targets: addresses })
  await createPolicy(bellbuoy.api, { project: 'alone', targets: [quick.url()] })
  await push(bellbuoy, { repository: 'crowded/app' })
  await slow.waitFor(14, WAIT_MS)
  expect(await metric(bellbuoy, 'bellbuoy_attempts_under_way')).toBe(14)
  expect(await metric(bellbuoy, 'bellbuoy_targets_waiting')).toBeGreaterThan(SLOW_TARGETS / 2)

  for (let pushed = 1; pushed <= PUSHES; pushed++) {
    await push(bellbuoy, { repository: 'alone/app' })
    await quick.waitFor(pushed, WAIT_MS)
  }

  expect(slow.requests.length, 'most of the slow targets still wait').toBeLessThan(SLOW_TARGETS / 2)
  const before = slow.requests.length
  await slow.waitFor(before + 28, WAIT_MS)
  expect(new Set(slow.requests.map(({ path }) => path)).size, 'each of them gets its turn').toBe(
    slow.requests.length,
  )
  await crowded.remove()
  await expectBalanced(bellbuoy.dir)
})

test.skipIf(!available('prlimit'))(
  'no more attempts are made than half of the files that may be open',
  async () => {
    await using bellbuoy = await startBellbuoy({ within: ['prlimit', '--nofile=400'] })
    expect(await metric(bellbuoy, 'bellbuoy_attempts_limit')).toBe(200)
  },
)
