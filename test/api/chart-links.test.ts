import { expect, test } from 'vitest'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { chartArchive } from '../support/registry/chart.ts'
import { startChartMuseum } from '../support/services/chart-museum.ts'

const EXTERNAL_URL = 'http://charts.example.com:8081'
const LINK = `${EXTERNAL_URL}/chartrepo/shop/charts/cart-0.2.1.tgz`

test('links to charts of the gateway begin with EXTERNAL_URL, scheme included, whatever host the caller used', async () => {
  await using museum = await startChartMuseum()
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { CHARTMUSEUM_URL: museum.url, EXTERNAL_URL } })
  const formats = ['Default', 'Proposal', 'Guide']
  await createPolicy(app.api, {
    project: 'shop',
    eventTypes: ['UPLOAD_CHART'],
    targets: formats.map((format) => ({ address: receiver.url(`/${format}`), payload_format: format })),
  })

  const authorization = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`
  const { status } = await fetch(new URL('/api/chartrepo/shop/charts?double=cart-0.2.1', app.url), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/gzip' },
    body: new Uint8Array(chartArchive()),
  })
  expect(status).toBe(201)

  const requests = await receiver.waitFor(formats.length)
  const bodies = Object.fromEntries(requests.map(({ path, body }) => [path.slice(1), JSON.parse(body)]))
  expect(bodies['Default'].event_data.resources[0].resource_url).toBe(LINK)
  expect(bodies['Proposal'].event_data[0].resource_url).toBe(LINK)
  expect(bodies['Guide'].events[0].resource_url).toBe(LINK)
})
