import { expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { adminPassword, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

test('a scan that was under way when the process was killed goes on in the next one, and is told once', async () => {
  await using folder = await temporaryFolder('scans')
  await using adapter = await startScannerAdapter()
  await using receiver = await startReceiver()
  adapter.notReadyTimes = 1000
  {
    await using first = await startBellbuoy({ dir: folder.path })
    const api = apiClient(first.url, { user: 'admin', password: adminPassword })
    await createPolicy(api, {
      project: 'shop',
      eventTypes: ['SCANNING_COMPLETED'],
      targets: [receiver.url()],
    })
    await api.post('/api/v2.0/scanners', { name: 'double', url: adapter.url })
    const path = `/api/v2.0/projects/shop/repositories/web/artifacts/${randomDigest()}/scan`
    expect((await api.post(path)).status).toBe(202)
    const isAsked = () => adapter.calls.some((call) => call.path.endsWith('/report'))
    await waitUntil(isAsked, { what: 'the scanner is asked for the report', timeoutMs: 20_000 })
    await first.kill('SIGKILL')
  }
  adapter.notReadyTimes = 0
  await using second = await startBellbuoy({ dir: folder.path })
  await receiver.waitFor(1, 20_000)
  expect(adapter.calls.filter(({ path }) => path === '/api/v1/scan')).toHaveLength(1)
  expect(receiver.requests).toHaveLength(1)
  expect(second.url).not.toBe('')
}, 60_000)
