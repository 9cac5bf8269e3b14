import { expect, test } from 'vitest'
import { HOST, delivered } from './deliver.ts'
import { actedOn, goldenWebhooks } from './golden-webhooks.ts'
import { integrationPage } from './page.ts'
import { kargo } from './receivers/kargo.ts'

const page = integrationPage('kargo')
const [secret, config, warehouse] = page.settings
const chart = `${HOST}/shop/charts/cart`
const settings = {
  path: page.address.pathname,
  authHeader: secret.stringData['auth-header'],
  warehouses: [warehouse.spec.subscriptions[0].image.repoURL, chart],
}

test('by the settings of the page, pushes of an image and of a chart refresh their warehouses', async () => {
  expect(config.spec.webhookReceivers[0].harbor.secretRef.name).toBe(secret.metadata.name)
  const readings = (await delivered(page.policy)).map((webhook) => kargo(webhook, settings))
  expect(readings).toHaveLength(2)
  expect(readings).toEqual(
    expect.arrayContaining([
      { status: 200, acts: [`refresh ${HOST}/shop/web for 1.4.2`] },
      { status: 200, acts: [`refresh ${chart} for 0.2.1`] },
    ]),
  )
})

test("without Harbor's way a chart is another event, which Kargo refuses", async () => {
  const { harbor_way: _, ...policy } = page.policy
  const pushes = await delivered(policy)
  expect(pushes.map((webhook) => kargo(webhook, settings).acts)).toEqual([
    [`refresh ${HOST}/shop/web for 1.4.2`],
  ])
  const all = await delivered({ ...policy, event_types: ['UPLOAD_CHART'] })
  expect(all.map((webhook) => kargo(webhook, settings).status)).toEqual([400])
})

test('of all golden payloads it takes pushes alone', () => {
  const webhooks = goldenWebhooks(settings.path, settings.authHeader)
  const warehouses = ['registry.acme.test/shop/web']
  expect(actedOn(webhooks, (webhook) => kargo(webhook, { ...settings, warehouses }))).toContain(
    'PUSH_ARTIFACT',
  )
  const statuses = webhooks
    .filter(([name]) => !name.startsWith('PUSH_ARTIFACT'))
    .map(([, webhook]) => kargo(webhook, settings).status)
  expect(new Set(statuses)).toEqual(new Set([400]))
})
