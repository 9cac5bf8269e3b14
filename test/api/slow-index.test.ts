import { expect, test } from 'vitest'
import {
  type ManifestEventOptions,
  blobPushEvent,
  envelope,
  pullEvent,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const indexType = 'application/vnd.oci.image.index.v1+json'
const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const descriptor = (digest: string, type = mediaType) => ({ digest, mediaType: type, size: 400 })
const config = [descriptor(randomDigest(), 'application/vnd.oci.image.config.v1+json')]

/** An app with its shipped settings whose clock the test moves. */
async function startSlowStory() {
  await using stack = new AsyncDisposableStack()
  const clock = new ManualClock(Date.now())
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp({ clock }))
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  const push = (options: Omit<ManifestEventOptions, 'repository'>) =>
    app.postEnvelope(envelope([pushEvent({ repository: 'shop/multi', user: 'ci', ...options })]))
  const events = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
    return (body.items as Record<string, unknown>[]).reverse()
  }
  const owned = stack.move()
  const settled = async () => {
    const isSettled = async () => (await events()).every((event) => event['held_until'] === undefined)
    await waitUntil(isSettled, { what: 'everything is settled' })
  }
  return { clock, receiver, app, push, events, settled, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test.for([true, false])(
  'an index whose parts are pushed 7 seconds apart is one event (references reported: %s)',
  async (isReported) => {
    await using story = await startSlowStory()
    const digests = [randomDigest(), randomDigest(), randomDigest(), randomDigest()]
    for (const digest of digests) {
      await story.push({ digest, ...(isReported && { references: config }) })
      story.clock.advance(7000)
    }
    const references = digests.map((digest) => descriptor(digest))
    await story.push({ tag: 'v1', mediaType: indexType, ...(isReported && { references }) })
    await story.settled()
    const bodies = (await story.receiver.waitFor(1)).map(({ body }) => JSON.parse(body))
    expect(bodies.map(({ event_data }) => event_data.resources[0].tag)).toEqual(['v1'])
    const verdicts = (await story.events()).map(
      ({ verdicts }) => (verdicts as { verdict: string }[])[0]!.verdict,
    )
    expect(verdicts).toEqual([...digests.map(() => 'child of an index not wanted'), 'deliver'])
  },
)

test('a push without a tag that nothing follows is an event once its client has been silent for 10 seconds', async () => {
  await using story = await startSlowStory()
  const alone = randomDigest()
  await story.push({ digest: alone })
  story.clock.advance(9999)
  expect(await story.events()).toMatchObject([{ digest: alone, held_until: expect.any(String) }])
  story.clock.advance(1)
  await story.receiver.waitFor(1)
  await story.settled()
})

test('a client that goes on pushing does not hold a push longer than the bound', async () => {
  await using story = await startSlowStory()
  const alone = randomDigest()
  await story.push({ digest: alone })
  for (let second = 0; second < 300; second += 6) {
    await story.push({ tag: `v${second}` })
    story.clock.advance(6000)
  }
  const isSent = () => {
    story.clock.advance(1)
    return story.receiver.requests.some(({ body }) => body.includes(alone))
  }
  await waitUntil(isSent, { what: 'the push is sent after SETTLE_MAX_MS' })
})

test('the parts of an index wait while their client pushes blobs, although it pushes no manifest', async () => {
  await using story = await startSlowStory()
  const parts = [randomDigest(), randomDigest()]
  const blob = () => blobPushEvent({ repository: 'shop/multi', user: 'ci' })
  for (const digest of parts) {
    await story.push({ digest, references: config })
    for (let layer = 0; layer < 4; layer++) {
      story.clock.advance(7000)
      await story.app.postEnvelope(envelope([blob()]))
    }
  }
  const references = parts.map((digest) => descriptor(digest))
  await story.push({ tag: 'v1', mediaType: indexType, references })
  await story.settled()
  const bodies = (await story.receiver.waitFor(1)).map(({ body }) => JSON.parse(body))
  expect(bodies.map(({ event_data }) => event_data.resources[0].tag)).toEqual(['v1'])
})

test('blobs of another client let nothing wait', async () => {
  await using story = await startSlowStory()
  await story.push({ digest: randomDigest() })
  story.clock.advance(7000)
  await story.app.postEnvelope(envelope([blobPushEvent({ repository: 'shop/multi', user: 'eve' })]))
  story.clock.advance(3000)
  await story.receiver.waitFor(1)
  await story.settled()
})

test('a pull by another client of what is held is a pull', async () => {
  await using story = await startSlowStory()
  const digest = randomDigest()
  await story.push({ digest })
  const pull = (user: string) =>
    story.app.postEnvelope(envelope([pullEvent({ repository: 'shop/multi', digest, user })]))
  expect((await pull('ci')).body).toMatchObject({ accepted: 0, repeated: 1 })
  expect((await pull('eve')).body).toMatchObject({ accepted: 1, repeated: 0 })
})
