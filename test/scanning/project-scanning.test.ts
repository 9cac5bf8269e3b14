import { beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type ScannerAdapter, startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

const SHOP = '/api/v2.0/projects/shop'
let app: TestApp
let usual: ScannerAdapter
let special: ScannerAdapter

beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp())
  usual = stack.use(await startScannerAdapter())
  special = stack.use(await startScannerAdapter())
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  return () => stack.disposeAsync()
})

const register = async (name: string, url: string): Promise<string> => {
  const { headers } = await app.api.post('/api/v2.0/scanners', { name, url })
  return String(headers['location']).split('/').at(-1) ?? ''
}
const inUse = async () => (await app.api.get(`${SHOP}/scanner`)).body
const begun = ({ calls }: ScannerAdapter) => calls.filter(({ path }) => path === '/api/v1/scan').length

test('a project is scanned by the default scanner, or by the one that it chooses', async () => {
  expect((await app.api.get(`${SHOP}/scanner`)).status).toBe(404)
  await register('usual', usual.url)
  const uuid = await register('special', special.url)
  expect(await inUse()).toMatchObject({ name: 'usual', is_default: true })
  const candidates = (await app.api.get(`${SHOP}/scanner/candidates`)).body
  expect(candidates.map(({ name }: { name: string }) => name)).toEqual(['special', 'usual'])
  expect(candidates[0]).toMatchObject({ url: special.url, use_internal_addr: false })

  expect((await app.api.put(`${SHOP}/scanner`, { uuid: 'nobody' })).status).toBe(400)
  await app.api.put(`${SHOP}/scanner`, { uuid })
  expect(await inUse()).toMatchObject({ name: 'special' })
  await app.api.put(SHOP, { metadata: { auto_scan: 'true' } })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })]))
  await waitUntil(() => begun(special) === 1, { what: 'the chosen scanner scans' })
  expect(begun(usual)).toBe(0)
  expect((await app.api.get(`${SHOP}/scan-schedule`)).body).toMatchObject({
    scan_on_push: true,
    interval_hours: 0,
    chosen_scanner: uuid,
    scanner: { name: 'special' },
  })
})

test('a choice that is disabled scans nothing, one that is gone gives way to the default', async () => {
  const { body } = await app.api.get('/api/v2.0/scanners')
  const { uuid } = body.find(({ name }: { name: string }) => name === 'special')
  await app.api.put(`/api/v2.0/scanners/${uuid}`, { name: 'special', url: special.url, disabled: true })
  expect(await inUse()).toMatchObject({ name: 'special', disabled: true })
  await app.api.delete(`/api/v2.0/scanners/${uuid}`)
  expect(await inUse()).toMatchObject({ name: 'usual' })
  await app.api.put(`${SHOP}/scanner`, { uuid: '' })
  expect((await app.api.get(`${SHOP}/scan-schedule`)).body).not.toHaveProperty('chosen_scanner')
})

test('the schedule tells when the last round began and when the next one will', async () => {
  const before = Date.now()
  await app.api.put(SHOP, { metadata: { scan_interval_hours: '24' } })
  const hasRound = async () => (await app.api.get(`${SHOP}/scan-schedule`)).body.round?.is_over === true
  await app.api.post('/api/v2.0/scanners', { name: 'other', url: usual.url })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v2' })]))
  expect((await app.api.get(`${SHOP}/scan-schedule`)).body.interval_hours).toBe(24)
  await waitUntil(hasRound, { what: 'the first round is over', timeoutMs: 20_000 })
  const { round, next_round_at } = (await app.api.get(`${SHOP}/scan-schedule`)).body
  expect(Date.parse(round.started_at)).toBeGreaterThanOrEqual(before)
  expect(Date.parse(next_round_at) - Date.parse(round.started_at)).toBe(86_400_000)
})
