import { describe, expect, test } from 'vitest'
import type { Receiver } from '../support/receivers/receiver.ts'
import { manifestRequests } from '../support/registry/manifest-requests.ts'
import { creds, hasRegistry, inShort, sharedRegistrySetup } from '../support/registry/registry-setup.ts'

const HELM = 'Helm/3.16.2'
const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json'
const typesOf = ({ requests }: Receiver) => requests.map(({ body }) => JSON.parse(body).type)

describe.skipIf(!hasRegistry)('with a real registry that reports references', () => {
  const setup = sharedRegistrySetup({ includeReferences: true, settings: { SETTLE_MS: '1500' } })

  const by = (userAgent: string, repository: string) =>
    manifestRequests({ host: setup().host, userAgent, creds }, repository)
  const eventsOf = async (project: string) => {
    const { body } = await setup().app.api.get(`/api/v2.0/projects/${project}/webhook/received-events`)
    return (body.items as Record<string, unknown>[]).reverse()
  }

  test('Helm pushes by digest, reads back and pushes the tag: that is one upload, and a pull straight after it is one download', async () => {
    const eventTypes = ['UPLOAD_CHART', 'DOWNLOAD_CHART']
    await using charts = await setup().subscribe('helm', { eventTypes })
    const helm = by(HELM, 'helm/cart')
    const chart = await helm.image('cart', CHART_CONFIG)
    await charts.webhooksOf(1, async () => {
      await helm.push(chart)
      await helm.pull(chart.digest)
      await helm.push(chart, '0.2.1')
    })
    await charts.webhooksOf(1, async () => {
      await helm.pull(chart.digest)
      await helm.send('GET', `blobs/${JSON.parse(chart.body).layers[0].digest}`)
    })

    expect(typesOf(charts.receiver)).toEqual(['UPLOAD_CHART', 'DOWNLOAD_CHART'])
    const [untagged, tagged, ...others] = await eventsOf('helm')
    expect(untagged).toMatchObject({
      type: 'UPLOAD_CHART',
      merged_into: tagged!['id'],
      verdicts: [],
      deliveries: [],
      account: { accepted: 1, merged: 1, delivered: 0, filtered: 0, pending: 0 },
    })
    expect(untagged).not.toHaveProperty('held_until')
    expect(tagged).toMatchObject({ type: 'UPLOAD_CHART', tag: '0.2.1', account: { accepted: 1, merged: 0 } })
    expect(others).toMatchObject([{ type: 'DOWNLOAD_CHART' }])
  })

  test('oras copies an index by digest, then gives it its tag: that is one push', async () => {
    await using pushes = await setup().subscribe('oras')
    const oras = by('oras-go', 'oras/multi')
    const parts = [await oras.image('one'), await oras.image('two')]
    const index = oras.index(parts)
    const webhooks = await pushes.webhooksOf(1, async () => {
      for (const manifest of [...parts, index]) await oras.push(manifest)
      await oras.push(index, 'v1')
    })
    expect(webhooks.map(inShort)).toEqual([`PUSH_ARTIFACT ${setup().host}/oras/multi:v1 by ci`])
    expect(
      (await eventsOf('oras')).map(({ tag, merged_into }) => [tag ?? null, merged_into !== undefined]),
    ).toEqual([
      [null, false],
      [null, false],
      [null, true],
      ['v1', false],
    ])
  })

  test('the tag of another program joins nothing, its pull is one, and once a push is settled every pull counts', async () => {
    await using everything = await setup().subscribe('apart')
    const helm = by(HELM, 'apart/web')
    const other = by('skopeo/1.9.3', 'apart/web')
    const image = await helm.image('apart')
    await helm.push(image)
    await other.pull(image.digest)
    await other.push(image, 'v1')
    await everything.receiver.waitFor(3)
    await helm.pull(image.digest)
    await everything.receiver.waitFor(4)
    const types = typesOf(everything.receiver)
    expect(types.filter((type) => type === 'PUSH_ARTIFACT')).toHaveLength(2)
    expect(types.filter((type) => type === 'PULL_ARTIFACT')).toHaveLength(2)
    expect(types.at(-1)).toBe('PULL_ARTIFACT')
  })
})

describe.skipIf(!hasRegistry)('with a real registry that lets everyone in and reports no references', () => {
  const setup = sharedRegistrySetup({ isOpen: true, settings: { SETTLE_MS: '1500' } })
  const by = (userAgent: string, repository: string) =>
    manifestRequests({ host: setup().host, userAgent }, repository)

  test('a client without an account is known by its address and program', async () => {
    await using pushes = await setup().subscribe('open')
    const oras = by('oras-go', 'open/web')
    const image = await oras.image('open')
    await pushes.webhooksOf(1, async () => {
      await oras.push(image)
      await oras.pull(image.digest)
      await oras.push(image, 'v1')
    })
    expect(typesOf(pushes.receiver)).toEqual(['PUSH_ARTIFACT'])
  })

  test('the parts of an index are its parts, although nobody says what it lists', async () => {
    await using pushes = await setup().subscribe('blind')
    const buildx = by('buildkit/0.13', 'blind/multi')
    const parts = [await buildx.image('one'), await buildx.image('two')]
    const webhooks = await pushes.webhooksOf(1, async () => {
      for (const part of parts) await buildx.push(part)
      await buildx.push(buildx.index(parts), 'v1')
    })
    expect(webhooks.map(inShort)).toEqual([`PUSH_ARTIFACT ${setup().host}/blind/multi:v1 by `])
    // A pull of the index and then of its image is one pull, since the parts are remembered.
    await pushes.webhooksOf(1, async () => {
      await buildx.pull('v1')
      await buildx.pull(parts[0]!.digest)
      await buildx.send('GET', 'tags/list')
    })
    expect(typesOf(pushes.receiver)).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT'])
  })
})
