import { expect, test } from 'vitest'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { waitUntil } from '../support/wait-until.ts'
import { startTwoApps } from './two-apps.ts'

const IMAGES = 6
const options = { timeout: 120_000 }

test('the scans of a schedule are ordered and carried out once, by either process', options, async () => {
  await using adapter = await startScannerAdapter()
  adapter.notReadyTimes = 0
  await using receiver = await startReceiver()
  await using apps = await startTwoApps()
  const { one, other } = apps
  await createPolicy(one.api, {
    project: 'shop',
    eventTypes: ['SCANNING_COMPLETED', 'SCANNING_FAILED'],
    targets: [{ address: receiver.url(), payload_format: 'Bellbuoy' }],
  })
  await one.api.post('/api/v2.0/scanners', { name: 'double', url: adapter.url })
  const pushes = Array.from({ length: IMAGES }, (_, n) =>
    pushEvent({ repository: 'shop/web', tag: `v${n}`, digest: randomDigest() }),
  )
  expect((await other.postEnvelope(envelope(pushes))).status).toBe(200)
  const metadata = { scan_interval_hours: '24' }
  expect((await other.api.put('/api/v2.0/projects/shop', { metadata })).status).toBe(200)

  await receiver.waitFor(IMAGES, 60_000)
  // A process that did the same again would be at it by now.
  const rounds = await apps.query('select count(*)::int as rounds, min(is_over)::int as over from scan_round')
  expect(rounds).toEqual([{ rounds: 1, over: 1 }])
  const digests = adapter.calls.flatMap(({ path, body }) =>
    path === '/api/v1/scan' ? (body as { artifact: { digest: string } }).artifact.digest : [],
  )
  expect(digests.toSorted()).toEqual([...new Set(digests)].toSorted())
  expect(digests).toHaveLength(IMAGES)
})

test('what a process held is settled by another when that one is gone', options, async () => {
  await using receiver = await startReceiver()
  await using apps = await startTwoApps({ SETTLE_MS: '1000' })
  const { one, other } = apps
  await createPolicy(other.api, { project: 'shop', targets: [receiver.url()] })
  const references = [
    { digest: randomDigest(), mediaType: 'application/vnd.oci.image.config.v1+json', size: 7 },
  ]
  const untagged = pushEvent({ repository: 'shop/web', digest: randomDigest(), references })
  expect((await one.postEnvelope(envelope([untagged]))).status).toBe(200)
  await one[Symbol.asyncDispose]()
  const [row] = await apps.query('select count(*)::int as held from event where held_until is not null')
  expect(row).toEqual({ held: 1 })

  await waitUntil(() => receiver.requests.length === 1, { what: 'the other settles it', timeoutMs: 60_000 })
})
