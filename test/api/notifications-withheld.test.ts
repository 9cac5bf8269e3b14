import { expect, test } from 'vitest'
import { verdictsIn } from '../../src/store/columns/verdicts-json.ts'
import { envelope, pullEvent, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const push = (tag: string) => envelope([pushEvent({ repository: 'shop/web', tag, user: 'ci' })])
const tagOf = ({ body }: { readonly body: string }) => JSON.parse(body).event_data.resources[0].tag

async function createPolicy(app: TestApp, receiver: Receiver, changes: object = {}): Promise<string> {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const targets = [{ type: 'http', address: receiver.url() }]
  const policy = { name: 'ci', enabled: true, event_types: ['PUSH_ARTIFACT'], targets, ...changes }
  return String((await app.api.post(POLICIES, policy)).headers['location'])
}

/** The recorded events by their tags. */
const storedEvents = (app: TestApp): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    app
      .rows('select tag, withheld, verdicts_json from event')
      .map(({ tag, withheld, verdicts_json }) => [
        tag,
        { withheld, verdicts: verdictsIn(String(verdicts_json)) },
      ]),
  )

test('while switched off, events are recorded with the verdict and never delivered', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policyId = Number((await createPolicy(app, receiver)).split('/').at(-1))
  await app.api.put('/api/v2.0/configurations', { notification_enable: false })
  const { status, body } = await app.postEnvelope(push('off'))
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 0 }])
  await app.api.put('/api/v2.0/configurations', { notification_enable: true })
  await app.postEnvelope(push('on'))
  await receiver.waitFor(1)
  expect(receiver.requests.map(tagOf)).toEqual(['on'])
  expect(storedEvents(app)).toEqual({
    off: { withheld: 'switched off', verdicts: [{ policyId, verdict: 'switched off' }] },
    on: { withheld: null, verdicts: [{ policyId, verdict: 'deliver' }] },
  })
  expect(app.rows('select * from delivery')).toHaveLength(1)
})

test('the verdict of every policy is recorded, also of those that did not get the event', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app, receiver, { name: 'disabled', enabled: false })
  await createPolicy(app, receiver, { name: 'pulls', event_types: ['PULL_ARTIFACT'] })
  await createPolicy(app, receiver, { name: 'pushes' })
  await app.postEnvelope(push('v1'))
  expect(storedEvents(app)).toMatchObject({
    v1: {
      verdicts: [
        { verdict: 'policy disabled' },
        { verdict: 'event type not subscribed' },
        { verdict: 'deliver' },
      ],
    },
  })
})

test('a change of a policy counts for the very next event', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const place = await createPolicy(app, receiver)
  await app.postEnvelope(push('one'))
  const { body: policy } = await app.api.get(place)
  await app.api.put(place, { ...policy, enabled: false })
  await app.postEnvelope(push('two'))
  await app.api.put(place, { ...policy, enabled: true })
  await app.postEnvelope(push('three'))
  await app.api.delete(place)
  await app.postEnvelope(push('four'))
  expect(storedEvents(app)).toMatchObject({
    one: { verdicts: [{ verdict: 'deliver' }] },
    two: { verdicts: [{ verdict: 'policy disabled' }] },
    three: { verdicts: [{ verdict: 'deliver' }] },
    four: { verdicts: [] },
  })
})

test('events go to the policies of their own project only', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app, receiver)
  await app.postEnvelope(envelope([pushEvent({ repository: 'other/web', tag: 'other' })]))
  await app.postEnvelope(push('own'))
  await receiver.waitFor(1)
  expect(app.rows('select * from delivery')).toHaveLength(1)
  expect(receiver.requests.map(tagOf)).toEqual(['own'])
})

test('where projects are not made on first sight, events of unknown ones are kept out and logged', async () => {
  await using app = await startTestApp({ settings: { CREATE_PROJECTS: 'false' } })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const known = pushEvent({ repository: 'shop/web', tag: 'v1' })
  const { status, body } = await app.postEnvelope(
    envelope([pullEvent({ repository: 'unknown/web' }), known, pullEvent({ repository: 'plain' })]),
  )
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 2 }])
  expect((await app.api.get('/api/v2.0/projects')).body).toMatchObject([{ name: 'shop' }])
  expect(Object.keys(storedEvents(app))).toEqual(['v1'])
  for (const project of ['unknown', 'library']) {
    expect(app.log).toContainEqual(expect.objectContaining({ project, count: 1, level: 40 }))
  }
})

test('a project that is made later gets its events from then on', async () => {
  await using app = await startTestApp({ settings: { CREATE_PROJECTS: 'false' } })
  await app.postEnvelope(push('before'))
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  await app.postEnvelope(push('after'))
  expect(Object.keys(storedEvents(app))).toEqual(['after'])
})
