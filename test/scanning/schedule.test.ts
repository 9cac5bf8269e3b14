import { afterEach, beforeEach, expect, test } from 'vitest'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type ScannerAdapter, startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { type AppDatabase, appDatabase } from '../support/app/app-database.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const HOUR_MS = 3_600_000
const IMAGES = 6

let database: AppDatabase
let adapter: ScannerAdapter
let receiver: Receiver
let clock: ManualClock
beforeEach(async () => {
  database = await appDatabase()
  adapter = await startScannerAdapter()
  adapter.notReadyTimes = 0
  receiver = await startReceiver()
  clock = new ManualClock()
})
afterEach(async () => {
  await adapter[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const start = () => startTestApp({ clock, database })

/** A project with some images under several tags, a signature, and a policy that wants scans. */
async function furnish({ api, postEnvelope }: TestApp): Promise<void> {
  await createPolicy(api, {
    project: 'shop',
    eventTypes: ['SCANNING_COMPLETED', 'SCANNING_FAILED'],
    targets: [{ address: receiver.url(), payload_format: 'Bellbuoy' }],
  })
  await api.post('/api/v2.0/scanners', { name: 'double', url: adapter.url })
  const repository = 'shop/web'
  const digests = Array.from({ length: IMAGES }, () => randomDigest())
  const pushes = digests.map((digest, n) => pushEvent({ repository, tag: `v${n}`, digest }))
  const [digest = ''] = digests
  const again = pushEvent({ repository, tag: 'latest', digest })
  const signature = pushEvent({ repository, tag: `${digest.replace(':', '-')}.sig` })
  const elsewhere = pushEvent({ repository: 'other/web', tag: 'v1' })
  expect((await postEnvelope(envelope([...pushes, again, signature, elsewhere]))).status).toBe(200)
}

async function schedule({ api }: TestApp, hours: string): Promise<void> {
  const { status } = await api.put('/api/v2.0/projects/shop', { metadata: { scan_interval_hours: hours } })
  expect(status).toBe(200)
}

const scansBegun = () => adapter.calls.filter(({ path }) => path === '/api/v1/scan')
const digestsScanned = () =>
  scansBegun().map(({ body }) => (body as { artifact: { digest: string } }).artifact.digest)

/** Lets seconds go by until so many webhooks have come. */
async function webhooks(count: number) {
  const come = () => {
    clock.advance(1000)
    return receiver.requests.length >= count
  }
  await waitUntil(come, { what: `${count} webhooks`, timeoutMs: 20_000, intervalMs: 20 })
  return receiver.requests.map(({ body }) => JSON.parse(body))
}

test('each image of a project is scanned once an interval, and the event says why', async () => {
  await using app = await start()
  await furnish(app)
  await schedule(app, '24')

  const told = await webhooks(IMAGES)
  expect(new Set(digestsScanned()).size).toBe(IMAGES)
  expect(JSON.stringify(told[0])).toContain('"trigger":"schedule"')
  expect(JSON.stringify(told[0])).toContain('harbor-jobservice')

  clock.advance(23 * HOUR_MS)
  await app.api.get('/api/v2.0/projects/shop/scans')
  expect(scansBegun()).toHaveLength(IMAGES)
  clock.advance(HOUR_MS)
  await webhooks(2 * IMAGES)
  expect(scansBegun()).toHaveLength(2 * IMAGES)
})

test('a few are under way at a time', async () => {
  adapter.notReadyTimes = 1_000_000
  await using app = await start()
  await furnish(app)
  await schedule(app, '24')
  const isFull = () => {
    clock.advance(1000)
    return adapter.calls.filter(({ path }) => path.endsWith('/report')).length > 20
  }
  await waitUntil(isFull, { what: 'reports are asked for again and again', timeoutMs: 20_000 })
  expect(scansBegun()).toHaveLength(4)
  const { body } = await app.api.get('/api/v2.0/projects/shop/scans')
  expect(body).toHaveLength(4)
})

test('a round that the end of the process broke off goes on, and scans nothing twice', async () => {
  adapter.notReadyTimes = 1_000_000
  {
    await using first = await start()
    await furnish(first)
    await schedule(first, '24')
    await waitUntil(() => scansBegun().length === 4, { what: 'the first scans begin', timeoutMs: 20_000 })
  }
  adapter.notReadyTimes = 0
  await using second = await start()
  await webhooks(IMAGES)
  expect(digestsScanned().toSorted()).toEqual([...new Set(digestsScanned())].toSorted())
  expect(scansBegun()).toHaveLength(IMAGES)
  const { body } = await second.api.get('/api/v2.0/projects/shop/scans')
  expect(body).toHaveLength(IMAGES)
})

test('what was missed while no process ran is one round, and the scans before the last two are forgotten', async () => {
  {
    await using first = await start()
    await furnish(first)
    await schedule(first, '1')
    await webhooks(IMAGES)
  }
  for (const rounds of [2, 3]) {
    clock.advance(50 * HOUR_MS)
    await using next = await start()
    await webhooks(rounds * IMAGES)
    expect(scansBegun()).toHaveLength(rounds * IMAGES)
    const isForgotten = async () =>
      (await next.api.get('/api/v2.0/projects/shop/scans')).body.length === IMAGES
    await waitUntil(isForgotten, { what: 'earlier rounds are forgotten' })
  }
})

test('a round waits for a scanner, and a project without a schedule has none', async () => {
  await using app = await start()
  await furnish(app)
  const { body } = await app.api.get('/api/v2.0/scanners')
  const path = `/api/v2.0/scanners/${body[0].uuid}`
  await app.api.put(path, { name: 'double', url: adapter.url, disabled: true })
  await schedule(app, '24')
  clock.advance(48 * HOUR_MS)
  expect((await app.api.get('/api/v2.0/projects/shop/scans')).body).toEqual([])

  await app.api.put(path, { name: 'double', url: adapter.url })
  await webhooks(IMAGES)
  await schedule(app, '0')
  clock.advance(48 * HOUR_MS)
  await app.api.get('/api/v2.0/projects/shop/scans')
  expect(scansBegun()).toHaveLength(IMAGES)
})

test('an interval that is no whole number of hours in a year is refused', async () => {
  await using app = await start()
  for (const hours of ['-1', '1.5', '9000', 'daily']) {
    const metadata = { scan_interval_hours: hours }
    const answer = await app.api.post('/api/v2.0/projects', { project_name: 'shop', metadata })
    expect(answer.status, hours).toBe(400)
    expect(answer.body.errors[0].message).toContain('whole hours from 1 to 8760')
  }
})
