import { expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { freePort } from '../support/free-port.ts'
import { startHarbour, creds } from '../support/harbour.ts'
import { skopeo } from '../support/skopeo.ts'

const isAvailable = available('docker-registry', 'skopeo', 'htpasswd')

test.skipIf(!isAvailable)(
  'what a registry did not tell is read from it: type, size, platforms, parts and charts, and no pull is told for that',
  async () => {
    const port = await freePort()
    const account = { REGISTRY_USERNAME: creds.user, REGISTRY_PASSWORD: creds.password }
    const settings = { REGISTRY_URL: `http://127.0.0.1:${port}`, ...account }
    await using harbour = await startHarbour({ settings, registryPort: port })
    const { host } = harbour.registry
    const index = await harbour.index('read')
    const chart = await harbour.chart('cart')
    const types = ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'UPLOAD_CHART']
    await using everything = await harbour.subscribe('read', { eventTypes: types })
    await everything.webhooksOf(2, async () => {
      await skopeo.copy(index.source, `docker://${host}/read/multi:v1`, { creds, all: true })
      await skopeo.copy(chart.source, `docker://${host}/read/cart:0.2.1`, { creds })
    })
    const stored = harbour.app
      .rows(`select type, repository, detail_json from event order by id`)
      .map(({ detail_json, ...row }) => ({ ...row, ...JSON.parse(String(detail_json)) }))
    expect(stored.map(({ type, role, artifacts: [{ platforms }] }) => [type, role, platforms])).toEqual([
      ['PUSH_ARTIFACT', 'child', ['linux/amd64']],
      ['PUSH_ARTIFACT', 'child', ['linux/arm64']],
      ['PUSH_ARTIFACT', 'root', ['linux/amd64', 'linux/arm64']],
      ['UPLOAD_CHART', 'root', []],
    ])
    expect(stored.at(-1).detail.chart).toEqual({
      name: 'cart',
      version: '0.2.1',
      sizeBytes: chart.layer.size,
    })
    expect(everything.receiver.requests).toHaveLength(2)
  },
)

test.skipIf(!isAvailable)(
  'a registry that cannot be read costs what it would have told, and no event',
  async () => {
    const settings = { REGISTRY_URL: `http://127.0.0.1:${await freePort()}`, ENRICH_TIMEOUT_MS: '300' }
    await using harbour = await startHarbour({ settings })
    const image = await harbour.image('unread')
    const name = `docker://${harbour.registry.host}/shop/unread:v1`
    await harbour.webhooksOf(1, () => skopeo.copy(image.source, name, { creds }))
    expect(harbour.app.log.some(({ msg }) => String(msg).includes('did not say what a manifest is'))).toBe(
      true,
    )
  },
)
