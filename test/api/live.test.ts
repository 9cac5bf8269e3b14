import { beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../support/app/api-client.ts'
import { adminPassword, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { type LiveStream, openLiveStream } from '../support/app/live-stream.ts'
import { memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const SYSTEM = '/api/v2.0/webhook/live'
const of = (project: string): string => `/api/v2.0/projects/${project}/webhook/live`
const EVERYTHING = ['events', 'deliveries', 'rules', 'problems']

let app: TestApp
let receiver: Receiver

beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp())
  receiver = stack.use(await startReceiver())
  return () => stack.disposeAsync()
})

/** A stream that has told what its first notice tells. */
async function listen(path: string, api: ApiClient = app.api): Promise<LiveStream> {
  const stream = await openLiveStream(api, path)
  expect(stream.status).toBe(200)
  expect((await stream.notice(0)).topics).toEqual(EVERYTHING)
  return stream
}

describe('a live stream', () => {
  test('is a stream of server-sent events that nothing on the way shall keep or gather', async () => {
    await using stream = await openLiveStream(app.api, SYSTEM, { 'last-event-id': 'whatever' })
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    await stream.notice(0)
    expect(stream.text).toMatch(/^retry: \d+\n\nevent: change\n/)
  })

  test('of a project tells its maintainer of a push and of its delivery, and of nothing in other projects', async () => {
    await createPolicy(app.api, { project: 'heard', targets: [receiver.url()] })
    await app.api.post('/api/v2.0/projects', { project_name: 'elsewhere' })
    await using heard = await listen(of('heard'), await memberOf(app, 'heard', 'maintainer'))
    await using elsewhere = await listen(of('elsewhere'))
    const answer = Promise.withResolvers<{ status: number }>()
    receiver.respond = () => answer.promise
    await push(app, { repository: 'heard/app' })
    const { topics } = await heard.notice(1)
    expect(topics).toEqual(['events', 'deliveries'])
    const seen = heard.notices.length
    answer.resolve({ status: 200 })
    expect((await heard.notice(seen)).topics).toEqual(['deliveries'])
    expect(elsewhere.notices.length).toBe(1)
  })

  test('of the system names the projects', async () => {
    const { body: project } = await app.api.get('/api/v2.0/projects/heard')
    await using stream = await listen(SYSTEM)
    await push(app, { repository: 'heard/app' })
    expect(await stream.notice(1)).toMatchObject({ project_ids: [project.project_id] })
  })

  test('tells when rules change, and when someone redelivers', async () => {
    const policy = await createPolicy(app.api, { project: 'ruled', targets: [receiver.url()] })
    await push(app, { repository: 'ruled/app' })
    const { id } = await policy.endedAlone()
    await using stream = await listen(of('ruled'))
    // Not by disabling it, which is a problem too.
    await policy.update({ description: 'changed' })
    expect((await stream.notice(1)).topics).toEqual(['rules'])
    await app.api.post(`/api/v2.0/projects/ruled/webhook/deliveries/${id}/redeliver`)
    expect((await stream.notice(2)).topics).toEqual(['deliveries'])
  })

  test('says little however much happens', async () => {
    await using stream = await listen(SYSTEM)
    const startedMs = performance.now()
    await Promise.all(Array.from({ length: 100 }, () => push(app, { repository: 'many/app' })))
    const quarters = Math.ceil((performance.now() - startedMs) / 250)
    await stream.notice(1)
    expect(stream.notices.length - 1).toBeLessThanOrEqual(quarters + 1)
  })

  test('is refused in words to the 21st of a caller, who may come again when one has gone', async () => {
    const api = await memberOf(app, 'heard', 'projectAdmin')
    await using streams = new AsyncDisposableStack()
    const first = await openLiveStream(api, of('heard'))
    for (let more = 1; more < 20; more++) streams.use(await openLiveStream(api, of('heard')))
    const { status, headers, body } = await api.get(of('heard'))
    expect([status, headers['retry-after']]).toEqual([429, '60'])
    expect(body.errors[0].message).toContain('20 live streams open')
    await first[Symbol.asyncDispose]()
    const again = await waitUntil(
      async () => {
        const stream = streams.use(await openLiveStream(api, of('heard')))
        return stream.status === 200 && stream
      },
      { what: 'there is room again' },
    )
    expect(again.status).toBe(200)
  })

  test('asks a page for no password by a dialog of the browser', async () => {
    const { status, headers } = await app.anonymous.get(SYSTEM, { accept: 'text/event-stream' })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBeUndefined()
  })
})

describe('a live stream ends', () => {
  test('when its session is logged out', async () => {
    const cookie = await sessionCookie()
    await using stream = await openLiveStream(app.anonymous, SYSTEM, { cookie })
    expect(stream.status).toBe(200)
    await app.anonymous.get('/c/log_out', { cookie })
    await stream.ended()
  })

  test('when its listener is no member any more, or the project is gone', async () => {
    await app.api.post('/api/v2.0/projects', { project_name: 'left' })
    await using stays = await listen(of('left'))
    await using leaves = await listen(of('left'), await memberOf(app, 'left', 'maintainer'))
    const { body: members } = await app.api.get('/api/v2.0/projects/left/members')
    const { id } = members.find(({ entity_name }: { entity_name: string }) =>
      entity_name.includes('maintainer'),
    )
    await app.api.delete(`/api/v2.0/projects/left/members/${id}`)
    await leaves.ended()
    expect(stays.hasEnded).toBe(false)
    await app.api.delete('/api/v2.0/projects/left')
    await stays.ended()
  })

  test('with the server, which waits neither for those who read nor for those who do not', async () => {
    await using server = await startBellbuoy()
    await using reads = await openLiveStream(server.api, SYSTEM)
    await using pauses = await openLiveStream(server.api, SYSTEM)
    pauses.pause()
    await reads.notice(0)
    const startedMs = performance.now()
    expect(await server.kill('SIGTERM')).toBe(0)
    expect(performance.now() - startedMs).toBeLessThan(3000)
    await reads.ended()
  })
})

async function sessionCookie(): Promise<string> {
  const { headers } = await app.anonymous.post(
    '/c/login',
    new URLSearchParams({ principal: 'admin', password: adminPassword }).toString(),
    { 'content-type': 'application/x-www-form-urlencoded' },
  )
  return [headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
}
