import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import {
  type DistributionEvent,
  type ManifestEventOptions,
  blobMountEvent,
  envelope,
  pullEvent,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const repository = 'shop/app'
const digest = randomDigest()
const layer = { mediaType: 'application/octet-stream', digest: randomDigest(), size: 100 }
const chartConfig = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: randomDigest(), size: 9 }
const eventTypes = ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'UPLOAD_CHART', 'DOWNLOAD_CHART']

interface Client {
  readonly useragent: string
  readonly isChart?: true
}

const HELM: Client = { useragent: 'Helm/4.3', isChart: true }
const ORAS: Client = { useragent: 'oras/1.3.6' }
const DOCKER: Client = { useragent: 'docker/29.1' }

/** What one client asks of the registry, each request 10 ms after the one before, as the registry reports it. */
async function startStory({ useragent, isChart }: Client, harborWay = false) {
  await using stack = new AsyncDisposableStack()
  const clock = new ManualClock(Date.now())
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp({ clock }))
  await createPolicy(app.api, { project: 'shop', eventTypes, harborWay, targets: [receiver.url()] })
  const references = isChart === undefined ? [layer] : [chartConfig, layer]
  const facts = (more: Partial<ManifestEventOptions>) => {
    clock.advance(10)
    const timestamp = new Date(clock.now()).toISOString()
    return { repository, digest, references, useragent, timestamp, user: 'ci', ...more }
  }
  const requests = {
    push: (more: Partial<ManifestEventOptions> = {}) => pushEvent(facts(more)),
    get: (more: Partial<ManifestEventOptions> = {}) => pullEvent(facts(more)),
    head: (more: Partial<ManifestEventOptions> = {}) => pullEvent(facts({ method: 'HEAD', ...more })),
    getBlob: () => pullEvent({ ...facts({}), digest: layer.digest, mediaType: layer.mediaType }),
    mount: () => blobMountEvent({ ...facts({}), digest: layer.digest, fromRepository: 'shop/base' }),
  }
  const events = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
    return (body.items as Record<string, unknown>[]).reverse()
  }
  async function allSettled(): Promise<void> {
    const isSettled = async () => {
      clock.advance(100)
      return (await events()).every((event) => event['held_until'] === undefined)
    }
    await waitUntil(isSettled, { what: 'everything is settled' })
  }
  /** The types of the webhooks once nothing is held any more. */
  async function outcome(): Promise<readonly string[]> {
    await allSettled()
    const wanted = (await events()).filter((event) => event['merged_into'] === undefined)
    await receiver.waitFor(wanted.length)
    return receiver.requests.map(({ body }) => JSON.parse(body).type)
  }
  const report = (...entries: readonly DistributionEvent[]) => app.postEnvelope(envelope(entries))
  const owned = stack.move()
  return {
    clock,
    app,
    events,
    allSettled,
    outcome,
    report,
    ...requests,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

type Story = Awaited<ReturnType<typeof startStory>>

/** Reports the requests of a story in one notification, or each in its own. */
async function report(story: Story, isTogether: boolean, entries: readonly DistributionEvent[]) {
  const notifications = isTogether ? [entries] : entries.map((entry) => [entry])
  for (const notification of notifications) await story.report(...notification)
}

test.for([true, false])(
  'oras cp reads back what it pushed by tag: that is one push (in one notification: %s)',
  async (isTogether) => {
    await using story = await startStory(ORAS)
    await report(story, isTogether, [story.mount(), story.push({ tag: 'v1' }), story.get()])
    expect(await story.outcome()).toEqual(['PUSH_ARTIFACT'])
    const [push, readBack] = await story.events()
    expect(readBack).toMatchObject({ type: 'PULL_ARTIFACT', merged_into: push!['id'], deliveries: [] })
  },
)

test.for([true, false])(
  'oras pull straight after that is one pull, by tag and by digest (in one notification: %s)',
  async (isTogether) => {
    await using story = await startStory(ORAS)
    const copy = [story.push({ tag: 'v1' }), story.get()]
    await report(story, isTogether, [...copy, story.get({ tag: 'v1' }), story.getBlob()])
    expect(await story.outcome()).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT'])

    await using other = await startStory(ORAS)
    await report(other, isTogether, [other.push({ tag: 'v1' }), other.get(), other.getBlob()])
    expect((await other.outcome()).toSorted()).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])
  },
)

test.for([true, false])(
  'docker asks for the headers before it pulls what it has just pushed: that is a pull (in one notification: %s)',
  async (isTogether) => {
    await using story = await startStory(DOCKER)
    await report(story, isTogether, [story.push({ tag: 'v1' }), story.head({ tag: 'v1' }), story.get()])
    expect(await story.outcome()).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT'])
  },
)

test.for([true, false])(
  'Helm reads a chart that is there before it pushes its tag: one upload, and a pull straight after is one download (in one notification: %s)',
  async (isTogether) => {
    await using story = await startStory(HELM)
    const push = [story.head(), story.get(), story.push({ tag: '1.2.3' })]
    const pull = [story.get({ tag: '1.2.3' }), story.getBlob()]
    await report(story, isTogether, [...push, ...pull])
    expect(await story.outcome()).toEqual(['UPLOAD_CHART', 'DOWNLOAD_CHART'])
  },
)

test.for([true, false])(
  'a chart that is pulled by digest and then pushed is one download and one upload (in one notification: %s)',
  async (isTogether) => {
    await using story = await startStory(HELM)
    const pull = [story.get(), story.getBlob()]
    await report(story, isTogether, [...pull, story.head(), story.get(), story.push({ tag: '1.2.3' })])
    expect((await story.outcome()).toSorted()).toEqual(['DOWNLOAD_CHART', 'UPLOAD_CHART'])
  },
)

test('a chart that is pulled by digest is a download after 2 seconds, or as soon as its contents are read', async () => {
  await using story = await startStory(HELM)
  await story.report(story.get())
  expect(await story.events()).toMatchObject([{ held_until: expect.any(String) }])
  await story.report(story.getBlob())
  const isSettled = async () => (await story.events())[0]!['held_until'] === undefined
  await waitUntil(isSettled, { what: 'the download is decided' })
  expect(await story.outcome()).toEqual(['DOWNLOAD_CHART'])

  await using silent = await startStory(HELM)
  await silent.report(silent.get())
  expect(await silent.outcome()).toEqual(['DOWNLOAD_CHART'])
})

test("a policy with Harbor's way gets the read-back at once, as its own event", async () => {
  await using story = await startStory(ORAS, true)
  await story.report(story.push({ tag: 'v1' }), story.get())
  expect(await story.events()).toMatchObject([{}, { verdicts: [{}], held_until: expect.any(String) }])
  await story.allSettled()
  expect(await story.events()).toMatchObject([{}, { verdicts: [{}], merged_into: expect.any(String) }])
})

test('a push is read back once, by its own client, within 2 seconds', async () => {
  await using story = await startStory(ORAS)
  await story.report(story.push({ tag: 'v1' }), story.get(), story.get())
  expect((await story.outcome()).toSorted()).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])

  await using pulled = await startStory(ORAS)
  await pulled.report(pulled.push({ tag: 'v1' }), pulled.get(), pulled.get(), pulled.getBlob())
  expect((await pulled.outcome()).toSorted()).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])

  await using other = await startStory(ORAS)
  await other.report(other.push({ tag: 'v1' }), other.get({ user: 'eve' }))
  expect((await other.outcome()).toSorted()).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])

  await using slow = await startStory(ORAS)
  await slow.report(slow.push({ tag: 'v1' }))
  slow.clock.advance(2000)
  await slow.report(slow.get())
  expect((await slow.outcome()).toSorted()).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])
})
