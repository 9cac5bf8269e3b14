import { expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { freePort } from '../support/free-port.ts'
import { creds, hasRegistry, startRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'

test.skipIf(!hasRegistry)(
  'what a registry did not tell is read from it: type, size, platforms, parts and charts, and no pull is told for that',
  async () => {
    const port = await freePort()
    const account = { REGISTRY_USERNAME: creds.user, REGISTRY_PASSWORD: creds.password }
    const settings = { REGISTRY_URL: `http://127.0.0.1:${port}`, ...account }
    await using setup = await startRegistrySetup({ settings, registryPort: port })
    const { host } = setup.registry
    const index = await setup.index('read')
    const chart = await setup.chart('cart')
    const types = ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'UPLOAD_CHART']
    await using everything = await setup.subscribe('read', { eventTypes: types })
    await everything.webhooksOf(2, async () => {
      await skopeo.copy(index.source, `docker://${host}/read/multi:v1`, { creds, all: true })
      await skopeo.copy(chart.source, `docker://${host}/read/cart:0.2.1`, { creds })
    })
    const stored = storedEvents(setup.app)
    expect(stored.map(({ type, role, artifacts: [artifact] }) => [type, role, artifact!.platforms])).toEqual([
      ['PUSH_ARTIFACT', 'child', ['linux/amd64']],
      ['PUSH_ARTIFACT', 'child', ['linux/arm64']],
      ['PUSH_ARTIFACT', 'root', ['linux/amd64', 'linux/arm64']],
      ['UPLOAD_CHART', 'root', []],
    ])
    expect(stored.at(-1)!.detail.chart).toEqual({
      name: 'cart',
      version: '0.2.1',
      sizeBytes: chart.layer.size,
    })
    expect(everything.receiver.requests).toHaveLength(2)
  },
)

test.skipIf(!hasRegistry)(
  'a registry that cannot be read costs what it would have told, and no event',
  async () => {
    const settings = { REGISTRY_URL: `http://127.0.0.1:${await freePort()}`, ENRICH_TIMEOUT_MS: '300' }
    await using setup = await startRegistrySetup({ settings })
    const image = await setup.image('unread')
    const name = `docker://${setup.host}/shop/unread:v1`
    await setup.webhooksOf(1, () => skopeo.copy(image.source, name, { creds }))
    expect(setup.app.log.some(({ msg }) => String(msg).includes('could not read from the registry'))).toBe(
      true,
    )
  },
)
