import { expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { freePort } from '../support/free-port.ts'
import { creds, hasRegistry, users, startRegistrySetup } from '../support/registry/registry-setup.ts'
import { writeImage } from '../support/registry/image.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const PATH = '/api/v2.0/sources'

/** The platforms that the events of a repository tell, by type. */
const platformsIn = (app: Pick<TestApp, 'rows'>, repository: string) =>
  storedEvents(app, `e.repository = '${repository}'`).map(({ type, artifacts }) => [
    type,
    artifacts[0]!.platforms,
  ])

test.skipIf(!hasRegistry)(
  'the registry of a source of its own, which wants a password, is read as its settings say, from when they say it',
  async () => {
    await using folder = await temporaryFolder('images')
    await using receiver = await startReceiver()
    await using app = await startTestApp({ settings: { ENRICH_TIMEOUT_MS: '5000' } })
    const eventTypes = ['PUSH_ARTIFACT', 'PULL_ARTIFACT']
    await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
    const { body: made } = await app.api.post(PATH, { name: 'east', kind: 'distribution' })
    await using registry = await startRegistry({
      htpasswd: users,
      notificationsUrl: `${app.url}/service/notifications/east`,
      token: made.token,
    })
    const push = async (repository: string) => {
      const before = receiver.requests.length
      const image = await writeImage(`${folder.path}/${repository}`, repository)
      await skopeo.copy(image.source, `docker://${registry.host}/shop/${repository}:v1`, { creds })
      await receiver.waitFor(before + 1)
      return platformsIn(app, `shop/${repository}`)
    }
    const set = async (settings: object) =>
      expect((await app.api.put(`${PATH}/${made.id}`, { settings })).status).toBe(200)
    const settings = { registry_url: `http://${registry.host}/`, username: creds.user }
    const unread = [['PUSH_ARTIFACT', []]]
    const read = [['PUSH_ARTIFACT', ['linux/amd64']]]

    expect(await push('nobody-is-asked')).toEqual(unread)
    await set({ ...settings, password: 'not-the-password' })
    expect(await push('wrong-password')).toEqual(unread)
    await set({ ...settings, password: creds.password })
    expect(await push('right-password')).toEqual(read)
    await set(settings)
    expect(await push('kept-password')).toEqual(read)
    await set({})
    expect(await push('nobody-again')).toEqual(unread)

    const { body } = await app.api.get(`${PATH}/${made.id}`)
    expect(JSON.stringify([body, app.log])).not.toMatch(/not-the-password|Test-Pusher-1/)
    const unreadable = /^could not read from the registry/
    expect(app.log.some(({ msg, source }) => source === 'east' && unreadable.test(String(msg)))).toBe(true)
  },
  30_000,
)

async function pathOfDefault({ api }: Pick<TestApp, 'api'>): Promise<string> {
  const { body } = await api.get(PATH)
  return `${PATH}/${body.find(({ name }: { name: string }) => name === 'default').id}`
}

test.skipIf(!hasRegistry)('settings of the source default go before those of the environment', async () => {
  const environment = { REGISTRY_URL: `http://127.0.0.1:${await freePort()}`, ENRICH_TIMEOUT_MS: '800' }
  await using setup = await startRegistrySetup({ settings: environment })
  const { host } = setup.registry
  const account = { username: creds.user, password: creds.password }
  const settings = { registry_url: `http://${host}`, ...account }
  expect((await setup.app.api.put(await pathOfDefault(setup.app), { settings })).status).toBe(200)
  const image = await setup.image('own')
  await setup.webhooksOf(1, () => skopeo.copy(image.source, `docker://${host}/shop/own:v1`, { creds }))
  expect(platformsIn(setup.app, 'shop/own')).toEqual([['PUSH_ARTIFACT', ['linux/amd64']]])
})

test('settings that make no sense are refused, and a stored password does not move to another host', async () => {
  await using app = await startTestApp()
  const refused = async (settings: object, why: string) => {
    const answer = await app.api.post(PATH, { name: 'west', kind: 'distribution', settings })
    expect([answer.status, answer.body.errors[0].message]).toEqual([400, expect.stringContaining(why)])
  }
  await refused({ registry_url: 'ftp://registry' }, 'invalid scheme: ftp')
  await refused({ registry_url: 'registry:5000' }, 'must begin with http:// or https://')
  await refused({ registry_url: 'https://ci:secret@registry' }, 'without user')
  await refused({ registry_url: 'https://registry', ca: 'x' }, 'ca is no certificate in PEM')
  await refused({ registry_url: 'https://registry', token: 'x' }, 'token')

  const settings = { registry_url: 'https://registry.test', username: 'bell', password: 'kept-here' }
  const { headers } = await app.api.post(PATH, { name: 'west', kind: 'distribution', settings })
  const path = String(headers['location'])
  const moved = { ...settings, registry_url: 'https://elsewhere.test' }
  expect(await app.api.put(path, { settings: { ...moved, password: '' } })).toMatchObject({ status: 400 })
  expect(await app.api.put(path, { settings: moved })).toMatchObject({ status: 200 })
  expect((await app.api.get(path)).body.settings).toEqual({ ...moved, password: '' })
})

test('a registry at an address that targets may not have is not asked', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  const settings = { registry_url: 'http://169.254.169.254' }
  expect((await app.api.put(await pathOfDefault(app), { settings })).status).toBe(200)
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })]))
  await receiver.waitFor(1)
  expect(app.log.some(({ reason }) => String(reason).includes('link-local'))).toBe(true)
})
