import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'

const FORMULA = '=HYPERLINK("http://evil.test","x")'
let app: TestApp
let receiver: Receiver

/** Six pushes, each to a webhook that answers by the tag, and to none at all for the user `nobody`. */
beforeAll(async () => {
  receiver = await startReceiver({
    respond: ({ body }) => {
      if (body.includes(':sleepy"')) return { status: 503, body: 'the build server is asleep' }
      if (body.includes(':slow"')) return { status: 429, body: 'wait for 100% of it' }
      return { status: 200, body: 'ahoy' }
    },
  })
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/builds')] })
  const dead = await createPolicy(app.api, {
    project: 'dead',
    name: 'dead',
    targets: ['http://127.0.0.1:9/x'],
  })
  const push = (tag: string, user = 'ci') => pushEvent({ repository: 'shop/web', tag, user })
  for (const event of [push('v1'), push('sleepy'), push('slow'), push('v2', FORMULA)])
    await app.postEnvelope(envelope([event]))
  await app.postEnvelope(envelope([pushEvent({ repository: 'dead/app', tag: 'v1', user: 'ci' })]))
  await app.postEnvelope(envelope([pushEvent({ repository: 'other/app', tag: 'v9', user: 'ci' })]))
  await policy.ended(4)
  await dead.ended(1)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

interface Row {
  readonly tag: string
  readonly repository: string
}
const tagsOf = async (path: string): Promise<readonly string[]> => {
  const { status, body } = await app.api.get(path)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body.items.map(({ repository, tag }: Row) => `${repository}:${tag}`.replace('shop/web:', ''))
}

test.for([
  ['tag=sleepy', ['sleepy']],
  ['operator=ci&source=default', ['dead/app:v1', 'slow', 'sleepy', 'v1']],
  ['source=none', []],
  ['status=503', ['sleepy']],
  ['status=4xx,5xx', ['slow', 'sleepy']],
  ['status=200', ['v2', 'v1']],
  ['status=connect', ['dead/app:v1']],
  ['target=127.0.0.1:9', ['dead/app:v1']],
  ['target=/BUILDS&state=error', ['slow', 'sleepy']],
  ['target=_uilds', []],
  ['words=ASLEEP', ['sleepy']],
  ['words=asleep%20server', ['sleepy']],
  ['words=asleep%20ahoy', []],
  ['words=ahoy', ['v2', 'v1']],
  ['words=100%25', ['slow']],
  ['words=shop/web:v2', ['v2']],
  ['words=refused', ['dead/app:v1']],
  ['sort=created_at&repository=shop/web', ['v1', 'sleepy', 'slow', 'v2']],
] as const)('deliveries with %s are found', async ([query, tags]) => {
  expect(await tagsOf(`/api/v2.0/webhook/deliveries?${query}`)).toEqual(tags)
})

test.for([
  ['tag=v1', ['dead/app:v1', 'v1']],
  ['outcome=delivered', ['v2', 'v1']],
  ['outcome=failed', ['dead/app:v1', 'slow', 'sleepy']],
  ['outcome=unsent&event_type=PUSH_ARTIFACT', ['other/app:v9']],
  ['outcome=pending,stopped,expired', []],
  ['words=other%20push_artifact', ['other/app:v9']],
  ['source=default&sort=accepted_at', ['v1', 'sleepy', 'slow', 'v2', 'dead/app:v1', 'other/app:v9']],
] as const)('events with %s are found', async ([query, tags]) => {
  expect(await tagsOf(`/api/v2.0/webhook/received-events?${query}`)).toEqual(tags)
})

test.for([
  ['deliveries?status=50', 'status 50'],
  ['deliveries?status=abc', 'status abc'],
  ['deliveries?state=lost', 'no state lost'],
  ['deliveries?words=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k', 'too many words'],
  ['received-events?outcome=lost', 'no outcome lost'],
  ['received-events?status=503', 'status'],
] as const)('%s is refused in words', async ([path, says]) => {
  const { status, body } = await app.api.get(`/api/v2.0/webhook/${path}`)
  expect(status).toBe(400)
  expect(JSON.stringify(body)).toContain(says)
})

test('a row says what a list shows: project, target, status and duration of the last attempt', async () => {
  const { body } = await app.api.get(`${WEBHOOK}/deliveries?tag=sleepy`)
  expect(body.items).toMatchObject([
    {
      project_name: 'shop',
      operator: 'ci',
      target_type: 'http',
      target_address: receiver.url('/builds'),
      last_attempt: { number: 1, status: 503, failure: 'status', duration_ms: expect.any(Number) as number },
    },
  ])
  const { body: dead } = await app.api.get('/api/v2.0/webhook/deliveries?repository=dead/app')
  expect(dead.items[0].last_attempt).not.toHaveProperty('status')
  expect(dead.items[0].last_attempt.failure).toBe('connect')
})

test('a list is walked from its oldest row on, too', async () => {
  const tags: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await app.api.get(
      `${WEBHOOK}/received-events?limit=1&source=default&sort=accepted_at${cursor}`,
    )
    tags.push(...body.items.map(({ tag }: Row) => tag))
    if (body.next === undefined) break
    cursor = `&cursor=${body.next}`
  }
  expect(tags).toEqual(['v1', 'sleepy', 'slow', 'v2'])
})

describe('an export', () => {
  test('has every row that the filter leaves, as JSON of the list', async () => {
    const { body, headers } = await app.api.get(`${WEBHOOK}/deliveries/export?format=ndjson&status=4xx,5xx`)
    const rows = (body as string).trimEnd().split('\n')
    const listed = await app.api.get(`${WEBHOOK}/deliveries?status=4xx,5xx`)
    expect(rows.map((row): unknown => JSON.parse(row))).toEqual(listed.body.items)
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="deliveries.ndjson"',
    })
  })

  test('as CSV names its columns, and no cell is a formula', async () => {
    const { body } = await app.api.get(`${WEBHOOK}/received-events/export?format=csv&outcome=delivered`)
    const [head, ...rows] = (body as string).trimEnd().split('\r\n')
    expect(head).toMatch(/^id,type,project,repository,tag,digest,operator,source,/)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain(`,"'${FORMULA.replaceAll('"', '""')}",default,`)
  })

  test('of nothing is empty, and a wrong filter is refused before it begins', async () => {
    const nothing = await app.api.get(`${WEBHOOK}/deliveries/export?format=ndjson&tag=none`)
    expect(nothing).toMatchObject({ status: 200, body: '' })
    expect((await app.api.get(`${WEBHOOK}/deliveries/export?format=csv&state=lost`)).status).toBe(400)
    expect((await app.api.get(`${WEBHOOK}/deliveries/export?format=xml`)).status).toBe(422)
  })
})
