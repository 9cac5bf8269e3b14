import { expect, test } from 'vitest'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { allIn, integrationPage } from './page.ts'
import { argoEvents, type Sensor } from './receivers/argo-events.ts'

const page = integrationPage('argo-events')
const [source, sensor] = page.settings
const { bearer } = page.policy.targets![0]!.options as { readonly bearer: { readonly token: string } }
const argo: Sensor = {
  endpoint: source.spec.webhook.registry.endpoint,
  token: bearer.token,
  filters: sensor.dependencies[0].filters.data,
  params: allIn(page.text, /`(body\.event_data[\w.]+)`/g),
}

test('a push by the settings of the page passes the filter of the sensor with its facts', async () => {
  expect(sensor.dependencies[0].eventSourceName).toBe(source.metadata.name)
  expect(Object.keys(source.spec.webhook)).toEqual([sensor.dependencies[0].eventName])
  expect(page.address.port).toBe(source.spec.webhook.registry.port)
  const webhooks = await delivered(page.policy)
  expect(webhooks.map((webhook) => argoEvents(webhook, argo))).toEqual([
    {
      status: 200,
      acts: [
        `body.event_data.resources.0.resource_url=${HOST}/shop/web:1.4.2`,
        `body.event_data.resources.0.digest=${DIGEST}`,
      ],
    },
  ])
  const [push] = webhooks
  expect(argoEvents(push!, { ...argo, filters: [{ path: 'body.type', value: ['PULL_ARTIFACT'] }] })).toEqual({
    status: 200,
    acts: [],
  })
})
