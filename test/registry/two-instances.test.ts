import { describe, expect, test } from 'vitest'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { storedTags } from '../support/app/stored-tags.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type ImageLayout, writeImage } from '../support/registry/image.ts'
import { hasRegistry } from '../support/registry/registry-setup.ts'
import { type Registry, startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { type Gate, startGate } from '../support/services/gate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const EVENT_TYPES = ['PUSH_ARTIFACT', 'CREATE_TAG', 'DELETE_ARTIFACT', 'DELETE_TAG']
/** The clocks of one machine agree, so times decide wherever they are more than a moment apart. */
const EXACT = { EVENT_TIME_TOLERANCE_MS: '0' }

interface Instances extends AsyncDisposable {
  readonly app: TestApp
  /** Two that share one storage. The reports of the slow one can be held back. */
  readonly quick: Registry
  readonly slow: Registry
  readonly gate: Gate
  readonly images: readonly [ImageLayout, ImageLayout, ImageLayout]
  readonly push: (to: Registry, image: ImageLayout, tag: string) => Promise<void>
  /** The events but for pulls, oldest first, once there are so many. */
  readonly events: (count: number) => Promise<readonly Record<string, unknown>[]>
  readonly tags: () => readonly unknown[]
}

async function startInstances(settings: Readonly<Record<string, string>> = EXACT): Promise<Instances> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('instances'))
  const receiver = stack.use(await startReceiver())
  const storage = `${folder.path}/storage`
  const plain = stack.use(await startRegistry({ storage }))
  const app = stack.use(await startTestApp({ settings: { ...settings, ...urlOf(settings, plain) } }))
  await createPolicy(app.api, { project: 'shop', eventTypes: EVENT_TYPES, targets: [receiver.url()] })
  const gate = stack.use(await startGate(app.url))
  const reporting = (url: string) =>
    startRegistry({ storage, notificationsUrl: `${url}/service/notifications`, token: sourceToken })
  const quick = stack.use(await reporting(app.url))
  const slow = stack.use(await reporting(gate.url))
  const image = (name: string) => writeImage(`${folder.path}/${name}`, name)
  const images = [await image('one'), await image('two'), await image('three')] as const
  const events = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
    // To delete an image, skopeo pulls its manifest first.
    return (body.items as Record<string, unknown>[]).filter(({ type }) => type !== 'PULL_ARTIFACT').reverse()
  }
  const owned = stack.move()
  return {
    app,
    quick,
    slow,
    gate,
    images,
    push: (to, { source }, tag) => skopeo.copy(source, `docker://${to.host}/shop/web:${tag}`),
    events: (count) =>
      waitUntil(
        async () => {
          const all = await events()
          if (all.length >= count) return all
          throw new Error(`there are ${all.length} events`)
        },
        { what: `${count} events` },
      ),
    tags: () => storedTags(app).map(({ name, digest }) => ({ name, digest })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** `REGISTRY_URL: 'readable'` stands for an instance that does not report. */
function urlOf({ REGISTRY_URL: url }: Readonly<Record<string, string>>, { host }: Registry) {
  return url === 'readable' ? { REGISTRY_URL: `http://${host}` } : {}
}

const inShort = ({ type, digest, late }: Record<string, unknown>) => [type, digest, late]

describe.skipIf(!hasRegistry)('with two real registries that share one storage', () => {
  test('a push that the slow one reports late moves the tag nowhere, and the next push moves it from where it is', async () => {
    await using story = await startInstances()
    const [one, two, three] = story.images
    await story.push(story.slow, one, 'v1')
    await story.events(2)
    story.gate.close()
    await story.push(story.slow, two, 'v1')
    await waitUntil(() => story.gate.waiting === 1, { what: 'the slow one reports' })
    await story.push(story.quick, three, 'v1')
    await story.events(4)
    story.gate.open()
    const events = await story.events(5)
    expect(events.map(inShort)).toEqual([
      ['PUSH_ARTIFACT', one.digest, undefined],
      ['CREATE_TAG', one.digest, undefined],
      ['PUSH_ARTIFACT', three.digest, undefined],
      ['CREATE_TAG', three.digest, undefined],
      ['PUSH_ARTIFACT', two.digest, true],
    ])
    expect(story.tags()).toEqual([{ name: 'v1', digest: three.digest }])
  })

  test('a deletion that the slow one reports late leaves what was pushed again after it', async () => {
    await using story = await startInstances()
    const [one] = story.images
    await story.push(story.slow, one, 'v1')
    await story.events(2)
    story.gate.close()
    await skopeo.delete(`docker://${story.slow.host}/shop/web:v1`)
    await waitUntil(() => story.gate.waiting === 1, { what: 'the slow one reports' })
    await story.push(story.quick, one, 'v1')
    await story.events(3)
    story.gate.open()
    const events = await story.events(5)
    expect(events.slice(2).map(inShort)).toEqual([
      ['PUSH_ARTIFACT', one.digest, undefined],
      ['DELETE_ARTIFACT', one.digest, true],
      ['DELETE_TAG', undefined, true],
    ])
    expect(story.tags()).toEqual([{ name: 'v1', digest: one.digest }])
  })

  test('a push that the slow one reports after the deletion of its image brings nothing back', async () => {
    await using story = await startInstances()
    const [one, two] = story.images
    await story.push(story.quick, one, 'stays')
    await story.events(2)
    story.gate.close()
    await story.push(story.slow, two, 'v1')
    await waitUntil(() => story.gate.waiting === 1, { what: 'the slow one reports' })
    await skopeo.delete(`docker://${story.quick.host}/shop/web:v1`)
    await story.events(4)
    story.gate.open()
    expect(inShort((await story.events(5)).at(-1)!)).toEqual(['PUSH_ARTIFACT', two.digest, true])
    expect(story.tags()).toEqual([{ name: 'stays', digest: one.digest }])
  })

  test('within the tolerance a registry that can be read has the last word', async () => {
    await using story = await startInstances({ EVENT_TIME_TOLERANCE_MS: '3600000', REGISTRY_URL: 'readable' })
    const [one, two] = story.images
    story.gate.close()
    await story.push(story.slow, one, 'v1')
    await waitUntil(() => story.gate.waiting === 1, { what: 'the slow one reports' })
    await story.push(story.quick, two, 'v1')
    await story.events(2)
    story.gate.open()
    expect(inShort((await story.events(3)).at(-1)!)).toEqual(['PUSH_ARTIFACT', one.digest, true])
    expect(story.tags()).toEqual([{ name: 'v1', digest: two.digest }])
    await skopeo.delete(`docker://${story.slow.host}/shop/web:v1`)
    const events = await story.events(5)
    expect(events.slice(3).map(inShort)).toEqual([
      ['DELETE_ARTIFACT', two.digest, undefined],
      ['DELETE_TAG', two.digest, undefined],
    ])
    expect(story.tags()).toEqual([])
  })
})
