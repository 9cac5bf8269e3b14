import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { waitUntil } from '../support/wait-until.ts'
import { openNodes } from './nodes.ts'

const options = { timeout: 300_000 }
const TAKEN_OVER_MS = 60_000
/** The short form of waiting until a stopped process has lost what it had. */
const LOST = [
  `update duty set until = 1`,
  `update delivery set lease_until = 1 where lease_owner is not null`,
] as const

test(
  'a process that is stopped while it paces a target hands the pace over, and goes on beside it',
  options,
  async () => {
    const [PER_SECOND, EVENTS] = [10, 40]
    await using receiver = await startReceiver()
    await using nodes = await openNodes()
    const pacing = await nodes.start()
    const rate_limit = { per_second: PER_SECOND, burst: 1 }
    const policy = await createPolicy(pacing.api, {
      targets: [{ address: receiver.url(), options: { rate_limit } }],
    })
    await push(pacing)
    await policy.endedAlone()
    const other = await nodes.start()

    for (let count = 0; count < EVENTS; count++) await push(other)
    pacing.signal('SIGSTOP')
    const sentBefore = receiver.requests.length
    for (const statement of LOST) await nodes.database.query(statement)
    await waitUntil(() => receiver.requests.length > sentBefore + 5, {
      what: 'the other goes on with what waits',
      timeoutMs: TAKEN_OVER_MS,
    })
    pacing.signal('SIGCONT')

    const ended = await policy.from(other.api).ended(EVENTS + 1, TAKEN_OVER_MS)
    expect(ended.filter(({ status }) => status !== 'Success')).toEqual([])
    const times = receiver.requests.map(({ receivedAt }) => receivedAt)
    // Two bursts, what was under way when the process was stopped, and what it attempts before it looks again.
    const atMost = 2 + (PER_SECOND * (times.at(-1)! - times[0]!)) / 1000
    expect(times.length).toBeLessThanOrEqual(atMost + 5)
    await nodes.expectBalanced()
  },
)

test(
  'a process that is stopped while it scans loses no scan, and each is reported once',
  options,
  async () => {
    const IMAGES = 6
    await using adapter = await startScannerAdapter()
    adapter.notReadyTimes = Infinity
    await using receiver = await startReceiver()
    await using nodes = await openNodes()
    const scanning = await nodes.start()
    const policy = await createPolicy(scanning.api, {
      project: 'shop',
      eventTypes: ['SCANNING_COMPLETED', 'SCANNING_FAILED'],
      targets: [{ address: receiver.url(), payload_format: 'Bellbuoy' }],
    })
    await scanning.api.post('/api/v2.0/scanners', { name: 'double', url: adapter.url })
    const pushes = Array.from({ length: IMAGES }, (_, n) =>
      pushEvent({ repository: 'shop/web', tag: `v${n}`, digest: randomDigest() }),
    )
    expect((await scanning.postEnvelope(envelope(pushes))).status).toBe(200)
    const metadata = { scan_interval_hours: '24' }
    expect((await scanning.api.put('/api/v2.0/projects/shop', { metadata })).status).toBe(200)
    await waitUntil(() => adapter.calls.some(({ path }) => path.endsWith('/report')), {
      what: 'a report is asked for',
      timeoutMs: TAKEN_OVER_MS,
    })
    const other = await nodes.start()

    scanning.signal('SIGSTOP')
    for (const statement of LOST) await nodes.database.query(statement)
    adapter.notReadyTimes = 0
    await receiver.waitFor(IMAGES, 90_000)
    scanning.signal('SIGCONT')

    await waitUntil(async () => (await scanning.api.get('/api/v2.0/health')).status === 200, {
      what: 'the process goes on',
    })
    await waitUntil(
      async () =>
        (await nodes.database.query('select count(*)::int as n from scan_round where is_over = 1'))[0]?.[
          'n'
        ] === 1,
      { what: 'the round is over', timeoutMs: TAKEN_OVER_MS },
    )
    await policy.from(other.api).ended(IMAGES, TAKEN_OVER_MS)
    const digests = receiver.requests.map(({ body }) => /sha256:[0-9a-f]{64}/.exec(body)?.[0])
    expect(new Set(digests).size).toBe(IMAGES)
    expect(digests).toHaveLength(IMAGES)
    await nodes.expectBalanced()
  },
)
