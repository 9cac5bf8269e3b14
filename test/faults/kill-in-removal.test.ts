import { describe, expect, test } from 'vitest'
import { auditReport } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { push } from '../support/app/push.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { hurriedMinute } from '../support/hurried-minute.ts'
import { emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const ENVELOPES = 30
const EVENTS_EACH = 50
const KEPT = 200
const KILLS = 3
const LIMITED = { ...hurriedMinute, BELLBUOY_RETENTION_EVENTS: String(KEPT) }

interface Listed {
  readonly id: string
  readonly tag: string
  readonly deliveries: readonly { readonly id: number; readonly state: string }[]
}

/** The database of the test: its URL, and how to end the duty of a process that was killed, which lasts for minutes. */
interface Place extends AsyncDisposable {
  readonly url: (dir: string) => string
  readonly endDuty: () => Promise<unknown>
}

const places: readonly { readonly name: string; readonly open: () => Promise<Place> }[] = [
  {
    name: 'SQLite',
    open: async () => ({
      url: (dir) => `sqlite:${dir}/bellbuoy.db`,
      endDuty: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  },
  {
    name: 'PostgreSQL',
    async open() {
      const database = await emptyPostgresDatabase()
      return {
        url: () => database.url,
        endDuty: () => database.query(`delete from duty where name = 'retention'`),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      }
    },
  },
]

describe.each(places)('kill -9 in the middle of a removal, on $name', ({ open }) => {
  test('loses nothing that is to stay, and leaves nothing that is to go', { timeout: 600_000 }, async () => {
    await using folder = await temporaryFolder('kill-in-removal')
    await using place = await open()
    await using receiver = await startReceiver()
    const url = place.url(folder.path)
    const start = (limits: Readonly<Record<string, string>> = {}) =>
      startBellbuoy({
        dir: folder.path,
        startLimitMs: 120_000,
        env: { ...limits, BELLBUOY_DATABASE_URL: url, BELLBUOY_SECRET_KEY: 'a key for tests' },
      })
    const envelopes = Array.from({ length: ENVELOPES }, (_, n) =>
      envelope(
        Array.from({ length: EVENTS_EACH }, (__, i) =>
          pushEvent({ repository: `shop/web-${i % 7}`, tag: `v${n * EVENTS_EACH + i}` }),
        ),
      ),
    )

    const first = await start()
    await keepTwo(first, receiver.url('/paused'))
    const policy = await createPolicy(first.api, { project: 'shop', targets: [receiver.url('/shop')] })
    for (const one of envelopes) await first.postEnvelope(one)
    await policy.ended(ENVELOPES * EVENTS_EACH, 120_000)
    await first.kill('SIGKILL')

    const before = await auditReport(folder.path, url)
    let removed = 0
    for (let kill = 0; kill < KILLS; kill++) {
      await place.endDuty()
      await using bellbuoy = await start(LIMITED)
      await removesMoreThan(bellbuoy, Math.random() * 100)
      await bellbuoy.kill('SIGKILL')
      const report = await auditReport(folder.path, url)
      expect(report).toMatchObject({ findings: [], account: before.account })
      expect(report.removed.events).toBeGreaterThan(removed)
      removed = report.removed.events
    }
    expect(removed, 'killed while there was more to remove').toBeLessThan(before.events - KEPT - 2)

    await place.endDuty()
    await using last = await start(LIMITED)
    await removesMoreThan(last, before.events - KEPT - 2 - removed - 1)
    const report = await auditReport(folder.path, url)
    expect(report).toMatchObject({ findings: [], account: before.account, events: KEPT + 2 })
    expect(report.removed.events).toBe(before.events - KEPT - 2)
    await expectKept(last)
    for (const one of envelopes)
      expect((await last.postEnvelope(one)).body).toMatchObject({ accepted: 0, repeated: EVENTS_EACH })
    expect(await auditReport(folder.path, url)).toMatchObject({ findings: [], events: KEPT + 2 })
  })
})

/** Two old events that no limit takes: one is on legal hold, and the delivery of the other waits. */
async function keepTwo(bellbuoy: BellbuoyProcess, address: string): Promise<void> {
  const { api } = bellbuoy
  await createPolicy(api, { project: 'quay', targets: [address] })
  await api.post('/api/v2.0/projects/quay/webhook/hold')
  await push(bellbuoy, { repository: 'quay/web', tag: 'waits' })
  await push(bellbuoy, { repository: 'court/web', tag: 'on-hold' })
  await api.post('/api/v2.0/legal-holds', { project: 'court', reason: 'case 7' })
}

async function removesMoreThan(bellbuoy: BellbuoyProcess, events: number): Promise<void> {
  const removed = async (): Promise<boolean> => {
    const metrics = String((await bellbuoy.api.get('/metrics')).body)
    return Number(/^bellbuoy_events_removed_total (\d+)$/m.exec(metrics)?.[1] ?? 0) > events
  }
  await waitUntil(removed, {
    what: `more than ${events} events are removed`,
    timeoutMs: 120_000,
    intervalMs: 5,
  })
}

/** The newest events with what was sent for them, and the two that are to stay. */
async function expectKept({ api }: BellbuoyProcess): Promise<void> {
  const kept: Listed[] = []
  for (let cursor = ''; kept.length < KEPT + 2;) {
    const { body } = await api.get(`/api/v2.0/webhook/received-events?limit=100${cursor}`)
    kept.push(...(body.items as Listed[]))
    if (body.next === undefined) break
    cursor = `&cursor=${body.next}`
  }
  const all = ENVELOPES * EVENTS_EACH
  const newest = Array.from({ length: KEPT }, (_, n) => `v${all - 1 - n}`)
  expect(kept.map(({ tag }) => tag).toSorted()).toEqual([...newest, 'waits', 'on-hold'].toSorted())
  for (const { tag, deliveries } of kept) {
    if (tag === 'on-hold') continue
    expect(deliveries).toMatchObject([{ state: tag === 'waits' ? 'pending' : 'success' }])
    const { body } = await api.get(`/api/v2.0/webhook/deliveries/${deliveries[0]!.id}`)
    expect(body.payload).toContain(`"${tag}"`)
  }
}
