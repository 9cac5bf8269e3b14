import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { deleteEvent, envelope, pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'

const IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'
const CHART = 'application/vnd.cncf.helm.config.v1+json'
const FACTS = { mediaType: IMAGE, artifactType: CONFIG, sizeBytes: 400, contentBytes: 1500 }

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  await app.api.post('/api/v2.0/projects/shop/webhook/policies', {
    name: 'images',
    enabled: true,
    event_types: ['DELETE_TAG', 'PULL_ARTIFACT'],
    filter: { media_types: [IMAGE], artifact_types: [CONFIG], tags: { include: ['v*'] } },
    targets: [{ type: 'http', address: 'http://127.0.0.1:9/' }],
  })
})
afterAll(() => app[Symbol.asyncDispose]())

const references = (config = CONFIG) => [
  { mediaType: config, digest: randomDigest(), size: 100 },
  { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: randomDigest(), size: 1000 },
]

const events = (repository: string, type: string) =>
  storedEvents(app, `e.repository = '${repository}' and e.type = '${type}'`)

async function post(...entries: Parameters<typeof envelope>[0]) {
  expect((await app.postEnvelope(envelope(entries))).status).toBe(200)
}

async function verdicts(type: string): Promise<readonly string[]> {
  const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events?limit=50')
  return body.items
    .filter(
      (one: { type: string; verdicts: readonly unknown[] }) => one.type === type && one.verdicts.length > 0,
    )
    .flatMap((one: { verdicts: readonly { verdict: string }[] }) =>
      one.verdicts.map(({ verdict }) => verdict),
    )
}

test.each([
  ['in one notification', 'shop/together', true],
  ['in two', 'shop/apart', false],
])(
  'a tag that goes with its manifest has media type, artifact type and size, reported %s, so that filters hold',
  async (_, repository, isTogether) => {
    const digest = randomDigest()
    await post(pushEvent({ repository, tag: 'v1', digest, references: references() }))
    const deletions = [deleteEvent({ repository, digest }), deleteEvent({ repository, tag: 'v1' })]
    if (isTogether) await post(...deletions)
    else for (const deletion of deletions) await post(deletion)

    expect(events(repository, 'DELETE_ARTIFACT')[0]!.artifacts[0]).toMatchObject(FACTS)
    expect(events(repository, 'DELETE_TAG')[0]!.artifacts[0]).toMatchObject({ digest, tag: 'v1', ...FACTS })
    expect((await verdicts('DELETE_TAG'))[0]).toBe('deliver')
  },
)

test('a tag that is deleted alone has them too', async () => {
  const digest = randomDigest()
  await post(pushEvent({ repository: 'shop/alone', tag: 'v1', digest, references: references() }))
  await post(deleteEvent({ repository: 'shop/alone', tag: 'v1' }))
  expect(events('shop/alone', 'DELETE_TAG')[0]!.artifacts[0]).toMatchObject({ digest, ...FACTS })
})

test('of several tags that one notification reports with the deletion of their digest, the last one pushed is named', async () => {
  const repository = 'shop/hasty'
  const digest = randomDigest()
  const push = (tag: string) => pushEvent({ repository, tag, digest, references: references() })
  await post(push('v1'), push('v3'), push('v2'), deleteEvent({ repository, digest }))
  const { artifacts } = events(repository, 'DELETE_ARTIFACT')[0]!
  expect(artifacts[0]).toMatchObject({ digest, tag: 'v2', ...FACTS })
  expect(artifacts.map(({ tag }) => tag).toSorted()).toEqual(['v1', 'v2', 'v3'])
})

test('a tag that nobody has seen has none, and is reported all the same', async () => {
  await post(deleteEvent({ repository: 'shop/unseen', tag: 'v1' }))
  expect(events('shop/unseen', 'DELETE_TAG')[0]!.artifacts[0]).toMatchObject({
    digest: null,
    mediaType: null,
  })
})

test('a pull by digest of an image with one known tag is matched by that tag', async () => {
  const image = { repository: 'shop/pulled', digest: randomDigest(), references: references() }
  await post(pushEvent({ ...image, tag: 'v1' }))
  await post(pullEvent({ ...image, useragent: 'containerd/2' }))
  expect((await verdicts('PULL_ARTIFACT'))[0]).toBe('deliver')
  expect(events('shop/pulled', 'PULL_ARTIFACT')[0]!.artifacts[0]).toMatchObject({ tag: null, tags: ['v1'] })
})

test('a pull by digest of a chart has the version of its tag, with + for _', async () => {
  const chart = { repository: 'shop/charts/web', digest: randomDigest(), references: references(CHART) }
  await post(pushEvent({ ...chart, tag: '1.2.3_b' }))
  await post(pullEvent({ ...chart, useragent: 'Helm/3.16' }))
  expect(events('shop/charts/web', 'DOWNLOAD_CHART')[0]!.detail.chart).toMatchObject({ version: '1.2.3+b' })
})

test('a scan that is reported by digest has the facts of the image, which another source reported', async () => {
  const digest = randomDigest()
  await post(pushEvent({ repository: 'shop/scanned', tag: 'v1', digest, references: references() }))
  const { status } = await app.api.post(
    '/api/v2.0/events',
    {
      specversion: '1.0',
      id: digest,
      source: '/scanner',
      type: 'SCANNING_COMPLETED',
      data: { repository: 'shop/scanned', digest, scan: { severity: 'Low', findings: [] } },
    },
    { 'content-type': 'application/cloudevents+json' },
  )
  expect(status).toBe(200)
  expect(events('shop/scanned', 'SCANNING_COMPLETED')[0]!.artifacts[0]).toMatchObject(FACTS)
})
