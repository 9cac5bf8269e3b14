import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { type TestAppOptions, startTestApp } from '../support/app/start-test-app.ts'
import { storedManifests, storedTags } from '../support/app/stored-tags.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import {
  type DistributionEvent,
  deleteEvent,
  envelope,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import { freePort } from '../support/free-port.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const repository = 'shop/web'
const [one, two, three] = [randomDigest(), randomDigest(), randomDigest()]
const config = { digest: randomDigest(), mediaType: 'application/vnd.oci.image.config.v1+json', size: 7 }
const EVENT_TYPES = ['PUSH_ARTIFACT', 'CREATE_TAG', 'DELETE_TAG', 'DELETE_ARTIFACT']

/** An app that two instances of a registry report to, and a receiver of everything in the format `Bellbuoy`. */
async function startStory(options: TestAppOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp(options))
  const target = { address: receiver.url(), payload_format: 'Bellbuoy' }
  await createPolicy(app.api, { project: 'shop', eventTypes: EVENT_TYPES, targets: [target] })
  const startedAtMs = Date.now()
  const report = async (event: DistributionEvent, instanceID: string, secondsAgo: number) => {
    const timestamp = new Date(startedAtMs - secondsAgo * 1000).toISOString()
    const source = { addr: 'registry:5000', instanceID }
    const answer = await app.postEnvelope(envelope([{ ...event, timestamp, source }]))
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } })
  }
  const push = (tag: string, digest: string, instanceID: string, secondsAgo: number) =>
    report(pushEvent({ repository, tag, digest, references: [config] }), instanceID, secondsAgo)
  const events = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
    return (body.items as Record<string, unknown>[]).reverse()
  }
  const payloads = async (count: number) => {
    const all = (await receiver.waitFor(count)).map(({ body }) => JSON.parse(body))
    return all.sort((a, b) => a.sequence - b.sequence)
  }
  const owned = stack.move()
  return { app, report, push, events, payloads, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test('a push that a slow instance reports late is an event, says so, and moves nothing back', async () => {
  await using story = await startStory()
  await story.push('v1', one, 'a', 100)
  await story.push('v1', three, 'a', 20)
  await story.push('v1', two, 'b', 60)
  await story.push('v1', one, 'a', 10)
  const payloads = await story.payloads(7)
  expect(
    payloads.map(({ type, late, artifact, previous_digest }) => [
      type,
      late,
      artifact.digest,
      previous_digest,
    ]),
  ).toEqual([
    ['PUSH_ARTIFACT', false, one, null],
    ['CREATE_TAG', false, one, null],
    ['PUSH_ARTIFACT', false, three, null],
    ['CREATE_TAG', false, three, one],
    ['PUSH_ARTIFACT', true, two, null],
    // The tag moved from what was pushed last, not from what was reported last.
    ['PUSH_ARTIFACT', false, one, null],
    ['CREATE_TAG', false, one, three],
  ])
  expect(payloads.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(payloads[4].artifact).toMatchObject({ tag: 'v1', tags: [] })
  const stored = await story.events()
  expect(stored.map(({ late }) => late)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    true,
    undefined,
    undefined,
  ])
  expect(story.app.log).toContainEqual(
    expect.objectContaining({ msg: 'events were reported late; they moved no tag', count: 1 }),
  )
})

test('within the tolerance the order of arrival counts, and the tolerance is a setting', async () => {
  await using story = await startStory()
  await story.push('v1', one, 'a', 50)
  await story.push('v1', two, 'b', 53)
  expect((await story.payloads(4)).at(-1)).toMatchObject({ type: 'CREATE_TAG', previous_digest: one })
  await using exact = await startStory({ settings: { EVENT_TIME_TOLERANCE_MS: '0' } })
  await exact.push('v1', one, 'a', 50)
  await exact.push('v1', two, 'b', 53)
  expect((await exact.payloads(3)).at(-1)).toMatchObject({ type: 'PUSH_ARTIFACT', late: true })
})

test('a deletion that is reported late deletes neither the tag nor the manifest that was pushed after it', async () => {
  await using story = await startStory()
  await story.push('v1', one, 'a', 20)
  await story.report(deleteEvent({ repository, digest: one }), 'b', 60)
  await story.report(deleteEvent({ repository, tag: 'v1' }), 'b', 60)
  const stored = await story.events()
  expect(stored.slice(-2)).toMatchObject([
    { type: 'DELETE_ARTIFACT', late: true },
    { type: 'DELETE_TAG', late: true },
  ])
  expect(stored.at(-1)).not.toHaveProperty('digest')
  expect(storedTags(story.app)).toEqual([{ repository, name: 'v1', digest: one }])
  expect(storedManifests(story.app)).toEqual([one])
})

test('a push that is reported after a later deletion brings nothing back', async () => {
  await using story = await startStory()
  await story.report(deleteEvent({ repository, digest: one }), 'a', 20)
  await story.report(deleteEvent({ repository, tag: 'v1' }), 'a', 20)
  await story.push('v1', one, 'b', 60)
  await story.push('v1', two, 'b', 50)
  expect((await story.events()).slice(-2)).toMatchObject([{ late: true }, { late: true }])
  expect(storedTags(story.app)).toEqual([])
  expect(storedManifests(story.app)).toEqual([two])
})

test('a late push is no last push: what is scanned by its tag is what the tag points to', async () => {
  await using story = await startStory()
  await story.push('v1', two, 'a', 20)
  await story.push('v1', one, 'b', 60)
  expect(await story.app.store.scanJobs.pushed(repository, 'v1')).toMatchObject({ digest: two })
})

test('a late event is late in a replay too', async () => {
  await using story = await startStory()
  await story.push('v1', two, 'a', 20)
  await story.push('v1', one, 'b', 60)
  await story.payloads(3)
  const [policy] = (await story.app.api.get('/api/v2.0/projects/shop/webhook/policies')).body
  const path = `/api/v2.0/projects/shop/webhook/policies/${policy.id}/replay`
  await story.app.api.post(path, { since: '2020-01-01T00:00:00Z' })
  const replayed = (await story.payloads(6)).filter(({ artifact }) => artifact.digest === one)
  expect(replayed.map(({ late }) => late)).toEqual([true, true])
})

test('an instance whose clock is an hour ahead makes nothing late once its clock is right', async () => {
  await using story = await startStory()
  await story.push('v1', one, 'a', -3600)
  await story.push('v1', two, 'a', -3)
  expect((await story.events()).map(({ late }) => late)).toEqual([undefined, undefined, undefined, undefined])
})

test('a registry that should be asked and cannot be reached leaves the decision to the times', async () => {
  const settings = { REGISTRY_URL: `http://127.0.0.1:${await freePort()}`, ENRICH_TIMEOUT_MS: '100' }
  await using story = await startStory({ settings })
  await story.push('v1', two, 'a', 20)
  await story.push('v1', one, 'b', 60)
  await story.push('v1', three, 'b', 22)
  const pushes = (await story.events()).filter(({ type }) => type === 'PUSH_ARTIFACT')
  expect(pushes.map(({ late }) => late)).toEqual([undefined, true, undefined])
  expect(storedTags(story.app)).toEqual([{ repository, name: 'v1', digest: three }])
  expect(story.app.rows('select name from tag')).toHaveLength(1)
})

test('in a repository with more tags than are cached, late is what is late elsewhere', async () => {
  await using story = await startStory({ needsFile: true })
  using database = new DatabaseSync(story.app.databaseFile, { timeout: 20_000 })
  database.exec(`
    insert into repository (id, path, created_at, sequence) values (99, '${repository}', 0, 0);
    insert into manifest (id, repository_id, source_id, digest, pushed_at) values (99, 99, 1, x'00', 0);
    insert into tag (repository_id, source_id, name, manifest_id, moved_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 10001)
    select 99, 1, 't' || i, 99, 0 from n`)
  await story.push('v1', one, 'a', 20)
  await story.push('v1', two, 'b', 60)
  await story.report(deleteEvent({ repository, digest: one }), 'b', 50)
  await story.report(deleteEvent({ repository, digest: one }), 'b', 10)
  await story.push('v1', one, 'a', 15)
  const reported = (await story.events()).filter(({ type }) => type !== 'CREATE_TAG')
  expect(reported.map(({ type, tag, late }) => [type, tag, late])).toEqual([
    ['PUSH_ARTIFACT', 'v1', undefined],
    ['PUSH_ARTIFACT', 'v1', true],
    ['DELETE_ARTIFACT', undefined, true],
    ['DELETE_ARTIFACT', 'v1', undefined],
    // Within the tolerance, so what arrives last counts.
    ['PUSH_ARTIFACT', 'v1', undefined],
  ])
})
