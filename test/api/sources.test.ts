import { afterAll, beforeAll, expect, test } from 'vitest'
import { postEnvelope } from '../support/app/api-client.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const PATH = '/api/v2.0/sources'

async function create(name: string, kind = 'distribution'): Promise<{ path: string; token: string }> {
  const { status, headers, body } = await app.api.post(PATH, { name, kind })
  expect(status).toBe(201)
  expect(headers['location']).toBe(`${PATH}/${body.id}`)
  return { path: `${PATH}/${body.id}`, token: body.token }
}

const tell = (source: string, token: string) =>
  postEnvelope(app.url, token, envelope([pushEvent({ repository: 'shop/web', tag: '1' })]), { source })

test('a new source tells at its own path with the token that is shown once', async () => {
  const { path, token } = await create('east')

  expect(await tell('east', token)).toMatchObject({ status: 200, body: { accepted: 1 } })
  const { body } = await app.api.get(path)
  expect(body).toMatchObject({ name: 'east', kind: 'distribution', settings: {} })
  expect(Date.parse(body.last_event_at)).toBeGreaterThan(Date.now() - 60_000)
  expect(JSON.stringify([body, (await app.api.get(PATH)).body, app.log])).not.toContain(token)
})

test('sources are listed by name, the one of the first start among them', async () => {
  const { body } = await app.api.get(PATH)
  const names = body.map(({ name }: { name: string }) => name)
  expect(names).toContain('default')
  expect(names).toEqual(names.toSorted())
})

test('a token taken from any way of logging in that registries have counts: bearer, Basic password, bare', async () => {
  const { token } = await create('ways')
  const authorizations = [`Bearer ${token}`, `Basic ${Buffer.from(`x:${token}`).toString('base64')}`, token]
  for (const authorization of authorizations) {
    const headers = { authorization }
    const { status } = await app.anonymous.post('/service/notifications/ways', { events: [] }, headers)
    expect(status, authorization.split(' ', 1)[0]).toBe(200)
  }
  const { status } = await app.anonymous.post('/service/notifications/ways', { events: [] })
  expect(status).toBe(401)
})

test('a new token voids the old one at once', async () => {
  const { path, token } = await create('renewed')
  const { status, body } = await app.api.post(`${path}/token`)

  expect(status).toBe(200)
  expect((await tell('renewed', token)).status).toBe(401)
  expect((await tell('renewed', body.token)).status).toBe(200)
})

test('a source that is renamed tells at its new path', async () => {
  const { path, token } = await create('before')
  expect((await app.api.put(path, { name: 'after' })).status).toBe(200)

  expect((await tell('after', token)).status).toBe(200)
  expect((await tell('before', token)).status).toBe(401)
})

test('a deleted source tells nothing more, its events stay, and its name is free', async () => {
  const { path, token } = await create('gone')
  await tell('gone', token)

  expect((await app.api.delete(path)).status).toBe(200)

  expect((await tell('gone', token)).status).toBe(401)
  expect((await app.api.get(path)).status).toBe(404)
  const { body } = await app.api.get('/api/v2.0/webhook/received-events')
  expect(JSON.stringify(body)).toContain('"source":"gone"')
  expect((await create('gone')).token).not.toBe(token)
})

test('the source of the first start keeps its name and cannot be deleted', async () => {
  const { body } = await app.api.get(PATH)
  const { id } = body.find(({ name }: { name: string }) => name === 'default')
  for (const answer of [
    await app.api.delete(`${PATH}/${id}`),
    await app.api.put(`${PATH}/${id}`, { name: 'other' }),
  ])
    expect(answer).toMatchObject({ status: 412, body: { errors: [{ code: 'PRECONDITION' }] } })
})

test.each([
  ['a name with capitals', { name: 'East', kind: 'distribution' }, 400, /invalid source name "East"/],
  ['a name with a slash', { name: 'a/b', kind: 'distribution' }, 400, /invalid source name/],
  ['a name of 65 letters', { name: 'a'.repeat(65), kind: 'distribution' }, 400, /64 at the most/],
  [
    'an unknown kind',
    { name: 'x', kind: 'no-such-kind' },
    400,
    /no kind of source "no-such-kind": it is one of distribution/,
  ],
  ['a name that is taken', { name: 'default', kind: 'distribution' }, 409, /named default already/],
  ['no kind', { name: 'x' }, 422, /kind/],
])('%s is refused with a reason', async (_, body, status, message) => {
  const answer = await app.api.post(PATH, body)
  expect(answer.status).toBe(status)
  expect(answer.body.errors[0].message).toMatch(message)
})

test('the kind of a source does not change', async () => {
  const { path } = await create('kept')
  const answer = await app.api.put(path, { kind: 'harbor' })
  expect(answer).toMatchObject({ status: 400 })
  expect(answer.body.errors[0].message).toContain('keeps its kind')
})

test('every kind says what to paste, with places for the address and the token', async () => {
  const { body } = await app.api.get('/api/v2.0/source-kinds')
  expect(body.length).toBeGreaterThan(0)
  for (const { kind, title, setup, settings_schema } of body) {
    expect(title, kind).not.toBe('')
    expect(setup, kind).toContain('URL')
    expect(setup, kind).toContain('TOKEN')
    expect(settings_schema.type, kind).toBe('object')
  }
})

test('changes of sources stand in the audit log, without tokens', async () => {
  const { token } = await create('audited')
  const { body } = await app.api.get('/api/v2.0/audit-logs?page_size=100')
  expect(JSON.stringify(body)).toContain(PATH)
  expect(JSON.stringify(body)).not.toContain(token)
})
