import { describe, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { creds, hasRegistry, sharedRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { waitUntil } from '../support/wait-until.ts'

describe.skipIf(!hasRegistry)('with a real registry that tells references, and skopeo', () => {
  const setup = sharedRegistrySetup({ includeReferences: true })

  const eventsOf = (repository: string) => storedEvents(setup().app, `e.repository = '${repository}'`)

  test('a push of an index is one webhook, since its images are its parts', async () => {
    const index = await setup().index('multi')
    const [webhook, ...others] = await setup().webhooksOf(1, () =>
      skopeo.copy(index.source, `docker://${setup().host}/shop/multi:v1`, { creds, all: true }),
    )
    await waitUntil(() => eventsOf('shop/multi').every(({ isHeld }) => !isHeld), {
      what: 'everything is decided, before its time',
      timeoutMs: 2000,
    })
    expect(JSON.parse(webhook!.body).event_data.resources[0].digest).toBe(index.digest)
    expect(others).toEqual([])
    expect(eventsOf('shop/multi').map(({ role, tag }) => [role, tag])).toEqual([
      ['child', null],
      ['child', null],
      ['root', 'v1'],
    ])
  })

  test('a policy that asks for them gets the parts too, within a second', async () => {
    await using wanting = await setup().subscribe('parts', { filter: { children: true } })
    const index = await setup().index('wanted')
    await wanting.webhooksOf(3, () =>
      skopeo.copy(index.source, `docker://${setup().host}/parts/multi:v1`, { creds, all: true }),
    )
  })

  test('a signature under its tag is an accessory, which nobody gets who does not ask', async () => {
    const image = await setup().image('signed')
    const signature = await setup().image('signature')
    const tag = `${image.digest.replace(':', '-')}.sig`
    const webhooks = await setup().webhooksOf(1, async () => {
      await skopeo.copy(image.source, `docker://${setup().host}/shop/signed:v1`, { creds })
      await skopeo.copy(signature.source, `docker://${setup().host}/shop/signed:${tag}`, { creds })
    })
    await waitUntil(() => eventsOf('shop/signed').length === 2, { what: 'both are told' })
    expect(webhooks).toHaveLength(1)
    expect(eventsOf('shop/signed').map(({ role }) => role)).toEqual(['root', 'accessory'])
  })

  test('a chart is uploaded, downloaded and deleted as a chart, with name, version and size', async () => {
    await using charts = await setup().subscribe('charts', {
      eventTypes: ['UPLOAD_CHART', 'DOWNLOAD_CHART', 'DELETE_CHART'],
    })
    const chart = await setup().chart('cart')
    const name = `docker://${setup().host}/charts/cart:0.2.1`
    const webhooks = await charts.webhooksOf(3, async () => {
      await skopeo.copy(chart.source, name, { creds })
      await skopeo.delete(name, { creds })
    })
    expect(webhooks.map(({ body }) => JSON.parse(body).type)).toEqual([
      'UPLOAD_CHART',
      'DOWNLOAD_CHART',
      'DELETE_CHART',
    ])
    const stored = storedEvents(setup().app, "e.repository = 'charts/cart' and e.type like '%CHART'")
    const expected = { name: 'cart', version: '0.2.1', sizeBytes: chart.layer.size }
    expect(stored.map(({ detail }) => detail.chart)).toEqual([expected, expected, expected])
  })
})
