import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { CHART_CONFIG, type TwoWays, clientOf, startTwoWays } from '../support/app/two-ways.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'

/** The account of every event balances, and no request made two events. */
async function expectOneEventEach({ events }: TwoWays, count: number) {
  const stored = await events()
  expect(stored).toHaveLength(count)
  for (const { account, deliveries, verdicts } of stored) {
    const { accepted, ...entries } = account as Record<string, number>
    expect(accepted).toBe(Object.values(entries).reduce((sum, entry) => sum + entry, 0))
    const policies = (verdicts as { policy_id: number }[]).map(({ policy_id }) => policy_id)
    expect(new Set(policies).size).toBe(policies.length)
    const delivered = (deliveries as { policy_id: number }[]).map(({ policy_id }) => policy_id)
    expect(new Set(delivered).size).toBe(delivered.length)
  }
  return stored
}

test('a multi-platform image is one push, and in the way of Harbor the push of each manifest, when it comes', async () => {
  await using story = await startTwoWays()
  const buildx = clientOf('buildkit/0.13', 'multi')
  const parts = [randomDigest(), randomDigest()]
  for (const digest of parts) await story.report(buildx.push({ digest }))
  expect(await story.harbors.got(2)).toEqual(parts.map((digest) => `PUSH_ARTIFACT ${digest}`).sort())
  expect(story.ours.receiver.requests).toEqual([])

  await story.report(buildx.pushIndex(parts, { tag: 'v1' }))
  await story.settle()
  expect(await story.ours.got(1)).toEqual(['PUSH_ARTIFACT v1'])
  expect(await story.harbors.got(3)).toEqual(
    ['PUSH_ARTIFACT v1', ...parts.map((digest) => `PUSH_ARTIFACT ${digest}`)].sort(),
  )
  const [part] = await expectOneEventEach(story, 3)
  expect(part).toMatchObject({
    verdicts: [
      { policy_id: story.harbors.policy.id, verdict: 'deliver' },
      { policy_id: story.ours.policy.id, verdict: 'child of an index not wanted' },
    ],
    account: { accepted: 2, filtered: 1, merged: 0 },
  })
})

test('Helm pushes by digest, reads back and pushes the tag: one upload, and three artifacts in the way of Harbor', async () => {
  await using story = await startTwoWays()
  const helm = clientOf('Helm/3.16.2', 'cart')
  const digest = randomDigest()
  await story.report(helm.pushChart({ digest }))
  expect((await story.report(helm.pull({ digest }))).body).toEqual({ accepted: 1, repeated: 0, ignored: 0 })
  expect(await story.harbors.got(2)).toEqual([`PULL_ARTIFACT ${digest}`, `PUSH_ARTIFACT ${digest}`])
  await story.report(helm.pushChart({ digest, tag: '0.2.1' }))
  await story.settle()

  expect(await story.ours.got(1)).toEqual(['UPLOAD_CHART 0.2.1'])
  expect(await story.harbors.got(3)).toEqual([
    `PULL_ARTIFACT ${digest}`,
    'PUSH_ARTIFACT 0.2.1',
    `PUSH_ARTIFACT ${digest}`,
  ])
  const [untagged, readBack, tagged] = await expectOneEventEach(story, 3)
  // The event stays what it is; only its report to this policy differs.
  expect(untagged).toMatchObject({
    type: 'UPLOAD_CHART',
    merged_into: tagged!['id'],
    verdicts: [{ policy_id: story.harbors.policy.id, verdict: 'deliver' }],
    deliveries: [{ event_type: 'PUSH_ARTIFACT' }],
    account: { accepted: 2, merged: 1, pending: 0 },
  })
  expect(readBack).toMatchObject({
    merged_into: untagged!['id'],
    verdicts: [{ policy_id: story.harbors.policy.id, verdict: 'deliver' }],
    account: { accepted: 2, merged: 1 },
  })
  expect(tagged).toMatchObject({ type: 'UPLOAD_CHART', account: { accepted: 2, merged: 0 } })
})

test('a signature, a copy by digest and tag, and two requests of one pull', async () => {
  await using story = await startTwoWays()
  const cosign = clientOf('cosign/2.4', 'web')
  const oras = clientOf('oras-go', 'web')
  const [signed, signature] = [randomDigest(), randomDigest()]
  const signatureTag = `${signed.replace(':', '-')}.sig`
  await story.report(oras.push({ digest: signed }))
  await story.report(oras.push({ digest: signed, tag: 'v1' }))
  await story.report(cosign.push({ digest: signature, tag: signatureTag }))
  await story.report(
    oras.pull({ digest: signed, tag: 'v1' }),
    oras.pull({ digest: signed, tag: 'v1' }),
    cosign.pull({ digest: signed, tag: 'v1' }),
  )
  await story.settle()

  expect(await story.ours.got(3)).toEqual(['PULL_ARTIFACT v1', 'PULL_ARTIFACT v1', 'PUSH_ARTIFACT v1'])
  expect(await story.harbors.got(6)).toEqual(
    [
      'PULL_ARTIFACT v1',
      'PULL_ARTIFACT v1',
      'PULL_ARTIFACT v1',
      `PUSH_ARTIFACT ${signed}`,
      `PUSH_ARTIFACT ${signatureTag}`,
      'PUSH_ARTIFACT v1',
    ].sort(),
  )
  const stored = await expectOneEventEach(story, 6)
  const [first, second] = stored.slice(3)
  expect(second).toMatchObject({ merged_into: first!['id'], account: { merged: 1 } })
})

test('a request reported twice reaches each policy once, and its part names the event that is stored', async () => {
  await using story = await startTwoWays()
  const skopeo = clientOf('skopeo/1.9.3', 'web')
  const digest = randomDigest()
  const [first, second] = [skopeo.pull({ digest, tag: 'v1' }), skopeo.pull({ digest, tag: 'v1' })]
  await story.report(first)
  expect((await story.report(first, second)).body).toMatchObject({ accepted: 1, repeated: 1 })
  expect((await story.report(second)).body).toMatchObject({ accepted: 0, repeated: 1 })
  expect(await story.harbors.got(2)).toEqual(['PULL_ARTIFACT v1', 'PULL_ARTIFACT v1'])
  const [whole, part] = await expectOneEventEach(story, 2)
  expect(part).toMatchObject({ merged_into: whole!['id'] })
  expect(await story.ours.got(1)).toEqual(['PULL_ARTIFACT v1'])
})

test('what is part of a pull is not stored where no policy of that way subscribes to pulls', async () => {
  await using story = await startTwoWays()
  await story.harbors.policy.update({ event_types: ['PUSH_ARTIFACT'] })
  const skopeo = clientOf('skopeo/1.9.3', 'web')
  const digest = randomDigest()
  const pull = () => skopeo.pull({ digest, tag: 'v1' })
  await story.report(pull())
  expect((await story.report(pull())).body).toMatchObject({ accepted: 0, repeated: 1 })
  await expectOneEventEach(story, 1)
})

test('a policy whose way changes while an event is held gets it once', async () => {
  await using story = await startTwoWays()
  const crane = clientOf('crane/0.20', 'web')
  const digest = randomDigest()
  await story.report(crane.push({ digest }))
  await story.harbors.got(1)
  await story.harbors.policy.update({ harbor_way: false })
  await story.ours.policy.update({ harbor_way: true })
  const late = await story.subscribe('created meanwhile', true)
  await story.settle()

  expect(await story.ours.got(1)).toEqual([`PUSH_ARTIFACT ${digest}`])
  expect(await late.got(1)).toEqual([`PUSH_ARTIFACT ${digest}`])
  const [event] = await expectOneEventEach(story, 1)
  expect(event).toMatchObject({ account: { accepted: 3, filtered: 0, merged: 0 } })
  expect(story.harbors.receiver.requests).toHaveLength(1)
})

test('with the setting on, every policy has the way of Harbor but the one that says no', async () => {
  await using story = await startTwoWays({ HARBOR_WAY: 'true' })
  const without = await story.subscribe('not this one', false)
  const helm = clientOf('Helm/3.16.2', 'cart')
  const digest = randomDigest()
  await story.report(helm.pushChart({ digest }), helm.pull({ digest }))
  await story.report(helm.pushChart({ digest, tag: '0.2.1' }))
  await story.settle()
  const each = [`PULL_ARTIFACT ${digest}`, 'PUSH_ARTIFACT 0.2.1', `PUSH_ARTIFACT ${digest}`]
  expect(await story.ours.got(3)).toEqual(each)
  expect(await story.harbors.got(3)).toEqual(each)
  expect(await without.got(1)).toEqual(['UPLOAD_CHART 0.2.1'])
  await expectOneEventEach(story, 3)
})

test('a global policy has its way in every project, in one that an event creates too', async () => {
  await using story = await startTwoWays()
  const receiver = story.harbors.receiver
  await story.app.api.post('/api/v2.0/webhook/policies', {
    name: 'all',
    enabled: true,
    event_types: ['PULL_ARTIFACT'],
    harbor_way: true,
    targets: [{ type: 'http', address: receiver.url('/all') }],
  })
  const digest = randomDigest()
  const pull = () => pullEvent({ repository: 'new/web', digest, tag: 'v1' })
  await story.report(pull(), pull(), pull())
  await receiver.waitFor(3)
  expect(story.app.rows('select merged_into is null as is_whole from event')).toEqual([
    { is_whole: 1 },
    { is_whole: 0 },
    { is_whole: 0 },
  ])
})

test('charts of a chart repository stay charts in both ways', async () => {
  await using story = await startTwoWays()
  const chart = { name: 'cart', version: '1.0.0' }
  const { status } = await story.app.api.post(
    '/api/v2.0/events',
    {
      specversion: '1.0',
      id: 'one',
      source: '/charts',
      type: 'UPLOAD_CHART',
      data: { project: 'shop', chart },
    },
    { 'content-type': 'application/cloudevents+json' },
  )
  expect(status).toBeLessThan(300)
  expect(await story.harbors.got(1)).toEqual(['UPLOAD_CHART 1.0.0'])
  expect(await story.ours.got(1)).toEqual(['UPLOAD_CHART 1.0.0'])
})

test('everything about a delivery of a chart names the type that the receiver knows', async () => {
  await using story = await startTwoWays()
  const helm = clientOf('Helm/3.16.2', 'cart')
  await story.report(helm.pushChart({ tag: '0.2.1' }))
  const [request] = await story.harbors.receiver.waitFor(1)
  expect(request!.headers['x-bellbuoy-event']).toBe('PUSH_ARTIFACT')
  expect((await story.ours.receiver.waitFor(1))[0]!.headers['x-bellbuoy-event']).toBe('UPLOAD_CHART')

  const { api } = story.app
  const { policy } = story.harbors
  await policy.ended(1)
  expect(await policy.executions()).toMatchObject([{ extra_attrs: { event_type: 'PUSH_ARTIFACT' } }])
  const named = encodeURIComponent('extra_attrs.event_type=PUSH_ARTIFACT')
  expect((await api.get(`${policy.path}/executions?q=${named}`)).body).toHaveLength(1)
  const deliveries = async (query: string) =>
    (await api.get(`${WEBHOOK}/deliveries?policy_id=${policy.id}&${query}`)).body.items
  expect(await deliveries('event_type=PUSH_ARTIFACT')).toMatchObject([{ event_type: 'PUSH_ARTIFACT' }])
  expect(await deliveries('event_type=UPLOAD_CHART')).toEqual([])
  expect((await api.get(`${WEBHOOK}/jobs?policy_id=${policy.id}`)).body).toMatchObject([
    { event_type: 'PUSH_ARTIFACT' },
  ])
  const triggers = (await api.get(`${WEBHOOK}/lasttrigger`)).body as Record<string, string>[]
  const lastOf = (type: string) =>
    triggers.find((one) => one['policy_name'] === "Harbor's way" && one['event_type'] === type)!
  expect(lastOf('PUSH_ARTIFACT')['last_trigger_time']).not.toMatch(/^0001/)
  expect(lastOf('UPLOAD_CHART')['last_trigger_time']).toMatch(/^0001/)
})

test('what turns out to be a chart only once its registry is read was reported as the artifact that it seemed to be', async () => {
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: CHART_CONFIG, digest: randomDigest(), size: 7 },
    layers: [],
  })
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }
  await using registry = await startReceiver({ respond: () => ({ status: 200, headers, body }) })
  await using story = await startTwoWays({ REGISTRY_URL: registry.url('') })
  await story.report(
    pushEvent({ repository: 'shop/cart', digest, tag: '0.2.1', size: body.length, user: 'ci' }),
  )
  expect(await story.harbors.got(1)).toEqual(['PUSH_ARTIFACT 0.2.1'])
  expect(await story.ours.got(1)).toEqual(['UPLOAD_CHART 0.2.1'])
  await story.settle()
  const [event] = await expectOneEventEach(story, 1)
  expect(event).toMatchObject({
    type: 'UPLOAD_CHART',
    deliveries: [{ event_type: 'PUSH_ARTIFACT' }, { event_type: 'UPLOAD_CHART' }],
  })
})

test('a redelivery repeats what was sent, also once the policy has another way', async () => {
  await using story = await startTwoWays()
  const helm = clientOf('Helm/3.16.2', 'cart')
  const digest = randomDigest()
  await story.report(helm.pushChart({ digest }))
  const [execution] = await story.harbors.policy.ended(1)
  await story.harbors.policy.update({ harbor_way: false })
  await story.app.api.post(`${WEBHOOK}/deliveries/${execution!.id}/redeliver`)
  const [first, second] = await story.harbors.receiver.waitFor(2)
  expect(second!.body).toBe(first!.body)
  expect(second!.headers).toMatchObject({
    'x-bellbuoy-event': 'PUSH_ARTIFACT',
    'webhook-id': first!.headers['webhook-id'],
  })
  expect(await story.harbors.policy.ended(2)).toHaveLength(2)
})

test('a replay and a dry run go by the way that the policy has now', async () => {
  await using story = await startTwoWays()
  const helm = clientOf('Helm/3.16.2', 'cart')
  const since = new Date(story.clock.now()).toISOString()
  const digest = randomDigest()
  await story.report(helm.pushChart({ digest }), helm.pull({ digest }))
  await story.report(helm.pushChart({ digest, tag: '0.2.1' }))
  await story.settle()
  await story.ours.got(1)
  const { api } = story.app
  const replay = async () => (await api.post(`${story.ours.policy.path}/replay`, { since })).body
  expect(await replay()).toMatchObject({ looked_at: 1, matched: 1, done: 1 })
  await story.ours.policy.update({ harbor_way: true })
  expect(await replay()).toMatchObject({ looked_at: 3, matched: 3, done: 3 })
  const replayed = (await story.ours.receiver.waitFor(5)).slice(2)
  expect(replayed.map(({ headers }) => headers['x-bellbuoy-event']).sort()).toEqual([
    'PULL_ARTIFACT',
    'PUSH_ARTIFACT',
    'PUSH_ARTIFACT',
  ])

  const dryRun = async (asked: object) => {
    const { body } = await api.post(`${WEBHOOK}/filters/dry-run`, asked)
    return (body.events as { type: string; verdict: string }[]).map(({ type, verdict }) => [type, verdict])
  }
  const asked = { event_types: ['PUSH_ARTIFACT'] }
  expect(await dryRun(asked)).toEqual([['UPLOAD_CHART', 'event type not subscribed']])
  expect(await dryRun({ ...asked, harbor_way: true })).toEqual([
    ['PUSH_ARTIFACT', 'deliver'],
    ['PULL_ARTIFACT', 'event type not subscribed'],
    ['PUSH_ARTIFACT', 'deliver'],
  ])
})

test('the API keeps the three values of the field', async () => {
  await using story = await startTwoWays()
  const { policy } = story.ours
  const { api } = story.app
  const way = async () => (await api.get(policy.path)).body.harbor_way
  expect(await way()).toBeUndefined()
  for (const harbor_way of [true, false]) {
    await policy.update({ harbor_way })
    expect(await way()).toBe(harbor_way)
  }
  const stored = (await api.get(policy.path)).body
  await api.put(policy.path, { ...stored, harbor_way: null })
  expect(await way()).toBeUndefined()
})
