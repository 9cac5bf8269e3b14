import { describe, expect, test } from 'vitest'
import { CHART_CONFIG } from '../support/app/two-ways.ts'
import { manifestRequests } from '../support/registry/manifest-requests.ts'
import { creds, hasRegistry, sharedRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'

const ALL_TYPES = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'UPLOAD_CHART',
  'DOWNLOAD_CHART',
  'DELETE_CHART',
]
const TYPES: Readonly<Record<string, string>> = {
  PUT: 'PUSH_ARTIFACT',
  GET: 'PULL_ARTIFACT',
  DELETE: 'DELETE_ARTIFACT',
}

describe.skipIf(!hasRegistry)('with a real registry, skopeo and the requests of Helm', () => {
  const setup = sharedRegistrySetup({ includeReferences: true, settings: { SETTLE_MS: '1000' } })

  /** The manifest requests of a project that the registry has answered with success, HEAD aside: its own log is the oracle. */
  function served(project: string): readonly string[] {
    const lines = setup().registry.log().split('\n')
    return lines.flatMap((line) => {
      const value = (name: string) => new RegExp(`http\\.${name}="?([^" ]+)`).exec(line)?.[1] ?? ''
      const [, repository = '', reference] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(value('request.uri')) ?? []
      const type = TYPES[value('request.method')]
      const isServed = line.includes('response completed') && value('response.status').startsWith('20')
      return isServed && type !== undefined && repository.startsWith(`${project}/`)
        ? [`${type} ${reference}`]
        : []
    })
  }

  test('in the way of Harbor each manifest request is one webhook, and beside it each thing that was done is one', async () => {
    await using each = await setup().subscribe('way', {
      name: 'each',
      eventTypes: ALL_TYPES,
      harborWay: true,
    })
    await using once = await setup().subscribe('way', { name: 'once', eventTypes: ALL_TYPES })
    const index = await setup().index('both ways')
    const image = await setup().image('both ways')
    const signature = await setup().image('signature of it')
    const signatureTag = `${image.digest.replace(':', '-')}.sig`
    const at = (name: string) => `docker://${setup().host}/way/${name}`
    const helm = manifestRequests({ host: setup().host, userAgent: 'Helm/3.16.2', creds }, 'way/cart')

    await skopeo.copy(index.source, at('multi:v1'), { creds, all: true })
    await skopeo.copy(image.source, at('web:v1'), { creds })
    await skopeo.copy(signature.source, at(`web:${signatureTag}`), { creds })
    await skopeo.inspect(at('web:v1'), { creds })
    const chart = await helm.image('cart', CHART_CONFIG)
    await helm.push(chart)
    await helm.pull(chart.digest)
    await helm.push(chart, '0.2.1')
    await skopeo.delete(at('web:v1'), { creds })

    const requests = served('way')
    expect(requests.length).toBeGreaterThanOrEqual(10)
    const webhooks = (await each.receiver.waitFor(requests.length)).map(({ body }) => JSON.parse(body))
    // By digest, since a deletion by digest names the tag that goes with it.
    const types = webhooks.map(({ type }) => String(type)).sort()
    expect(types).toEqual(requests.map((request) => request.split(' ')[0]).sort())
    const pushes = webhooks.filter(({ type }) => type === 'PUSH_ARTIFACT')
    expect(pushes.map(({ type, event_data }) => `${type} ${event_data.resources[0].tag}`).sort()).toEqual(
      requests.filter((request) => request.startsWith('PUSH_ARTIFACT')).sort(),
    )

    const ours = (await once.receiver.waitFor(5)).map(({ body }) => {
      const { type, event_data } = JSON.parse(body)
      return `${type} ${event_data.repository.name} ${event_data.resources[0].tag}`
    })
    expect(ours.toSorted()).toEqual(
      [
        'PUSH_ARTIFACT multi v1',
        'PUSH_ARTIFACT web v1',
        'PULL_ARTIFACT web v1',
        'UPLOAD_CHART cart 0.2.1',
        'DELETE_ARTIFACT web v1',
      ].sort(),
    )
  })
})
