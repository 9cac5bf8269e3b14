import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { chartArchive } from '../support/registry/chart.ts'
import { type ChartMuseum, startChartMuseum } from '../support/services/chart-museum.ts'
import { memberOf } from '../support/app/people.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

let museum: ChartMuseum
let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  museum = await startChartMuseum()
  receiver = await startReceiver()
  const settings = { CHARTMUSEUM_URL: museum.url, CHARTMUSEUM_AUTHORIZATION: 'Basic museum' }
  app = await startTestApp({ settings })
  const eventTypes = ['UPLOAD_CHART', 'DOWNLOAD_CHART', 'DELETE_CHART']
  await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await museum[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

let before = 0
beforeEach(() => {
  museum.misbehave = () => false
  before = receiver.requests.length
})

const API = '/api/chartrepo/shop/charts'
const authorization = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`

async function send(
  method: string,
  path: string,
  body?: Uint8Array<ArrayBuffer> | FormData,
  headers: Record<string, string> = {},
) {
  const init = body === undefined ? {} : { body }
  const answer = await fetch(new URL(path, app.url), {
    method,
    headers: { authorization, ...headers },
    ...init,
  })
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()), headers: answer.headers }
}

const upload = (archive: Buffer, key: string) =>
  send('POST', `${API}?double=${key}`, new Uint8Array(archive), { 'content-type': 'application/gzip' })

/** The one webhook that came since the test began. */
async function webhook() {
  const requests = await receiver.waitFor(before + 1)
  return JSON.parse(requests[before]!.body)
}
const events = () => app.rows('select count(*) as n from event')[0]!['n']

test('an upload becomes an event with name, version and size, and the museum gets the same bytes', async () => {
  const archive = chartArchive()
  const answer = await upload(archive, 'cart-0.2.1')

  expect({ status: answer.status, body: answer.body.toString() }).toEqual({
    status: 201,
    body: '{"saved":true}',
  })
  expect(museum.stored.get('shop/cart-0.2.1')?.equals(archive)).toBe(true)
  expect(museum.authorizations.at(-1)).toBe('Basic museum')
  const { type, operator, event_data } = await webhook()
  expect({ type, operator }).toEqual({ type: 'UPLOAD_CHART', operator: 'admin' })
  expect(event_data.repository).toMatchObject({ name: 'cart', repo_full_name: 'shop/cart' })
  expect(event_data.resources[0]).toMatchObject({ tag: '0.2.1' })
  expect(event_data.resources[0].resource_url).toMatch(/\/chartrepo\/shop\/charts\/cart-0\.2\.1\.tgz$/)
  const [event] = storedEvents(app, "e.type = 'UPLOAD_CHART'")
  expect(event!.detail.chart).toEqual({
    name: 'cart',
    version: '0.2.1',
    type: 'application',
    sizeBytes: archive.length,
  })
})

test('a form with the chart in it becomes an event, as Harbor’s console and helm-push send it', async () => {
  const archive = chartArchive({ name: 'form', version: '1.0.0+build.7' })
  const form = new FormData()
  form.set('chart', new Blob([new Uint8Array(archive)]), 'form-1.0.0.tgz')
  const { status } = await send('POST', `${API}?double=form-1.0.0`, form)

  expect(status).toBe(201)
  expect((await webhook()).event_data.resources[0].tag).toBe('1.0.0+build.7')
  const [event] = storedEvents(app, "e.repository = 'shop/form'")
  expect(event!.detail.chart!.sizeBytes).toBe(archive.length)
})

test('a download becomes an event, one of a signature or of the index does not', async () => {
  const archive = chartArchive({ name: 'down', version: '2.0.0' })
  await upload(archive, 'down-2.0.0')
  await receiver.waitFor(before + 1)
  const answer = await send('GET', '/chartrepo/shop/charts/down-2.0.0.tgz')

  expect(answer.status).toBe(200)
  expect(answer.body.equals(archive)).toBe(true)
  expect(answer.headers.get('content-length')).toBe(String(archive.length))
  const requests = await receiver.waitFor(before + 2)
  expect(JSON.parse(requests[before + 1]!.body)).toMatchObject({ type: 'DOWNLOAD_CHART' })
  const told = events()
  expect((await send('GET', '/chartrepo/shop/index.yaml')).body.toString()).toBe('apiVersion: v1\n')
  expect((await send('GET', '/chartrepo/shop/charts/down-2.0.0.tgz.prov')).status).toBe(404)
  expect((await send('GET', '/chartrepo/shop/charts/down-9.9.9.tgz')).status).toBe(404)
  expect(events()).toBe(told)
})

test('a deleted version becomes an event; all versions at once become one', async () => {
  for (const version of ['1.0.0', '1.1.0', '1.2.0'])
    await upload(chartArchive({ name: 'gone', version }), `gone-${version}`)
  before = (await receiver.waitFor(before + 3)).length

  expect((await send('DELETE', `${API}/gone/1.0.0`)).status).toBe(200)
  expect((await webhook()).event_data.resources).toMatchObject([{ tag: '1.0.0' }])
  before = receiver.requests.length
  expect((await send('DELETE', `${API}/gone`)).status).toBe(200)
  const { type, event_data } = await webhook()
  expect(type).toBe('DELETE_CHART')
  expect(event_data.resources.map(({ tag }: { tag: string }) => tag)).toEqual(['1.1.0', '1.2.0'])
  expect([...museum.stored.keys()].filter((key) => key.includes('gone'))).toEqual([])
})

test('what the museum refuses makes no event, and its words come back', async () => {
  const archive = chartArchive({ name: 'twice' })
  await upload(archive, 'twice-0.2.1')
  await receiver.waitFor(before + 1)
  const told = events()
  const again = await upload(archive, 'twice-0.2.1')
  expect(again.status).toBe(409)
  expect(again.body.toString()).toContain('file already exists')
  expect((await send('DELETE', `${API}/twice/9.9.9`)).status).toBe(404)
  expect((await send('DELETE', `${API}/nothing`)).status).toBe(404)
  museum.misbehave = (_, response) => {
    response.writeHead(500).end('x'.repeat(100_000))
    return true
  }
  expect((await send('DELETE', `${API}/twice/0.2.1`)).status).toBe(503)
  museum.misbehave = (request) => {
    request.socket.destroy()
    return true
  }
  expect((await upload(archive, 'broken-1.0.0')).status).toBe(503)
  expect(events()).toBe(told)
})

test.each([400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 415, 416, 422, 429, 451])(
  'a refusal with %i comes back as the museum wrote it, from every call',
  async (status) => {
    const told = events()
    museum.misbehave = (request, response) => {
      request.resume()
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '7' })
      response.end('{"error":"not like this"}')
      return true
    }
    const answers = [
      await upload(chartArchive({ name: 'refused' }), 'refused-0.2.1'),
      await send('GET', '/chartrepo/shop/charts/refused-0.2.1.tgz'),
      await send('GET', `${API}/refused`),
      await send('DELETE', `${API}/refused/0.2.1`),
      await send('DELETE', `${API}/refused`),
      await send('POST', '/api/chartrepo/shop/prov', new Uint8Array(3)),
    ]
    for (const { status: answered, body, headers } of answers) {
      const seen = { answered, body: body.toString(), retryAfter: headers.get('retry-after') }
      expect(seen).toEqual({ answered: status, body: '{"error":"not like this"}', retryAfter: '7' })
    }
    expect(events()).toBe(told)
  },
)

test('a refusal that comes while the upload is still under way comes back too', async () => {
  museum.misbehave = (_, response) => {
    response.writeHead(413, { 'content-type': 'application/json' }).end('{"error":"too large"}')
    return true
  }
  const { status, body } = await upload(randomBytes(16 * 1024 * 1024), 'large-0.2.1')
  expect([status, body.toString()]).toEqual([413, '{"error":"too large"}'])
})

test('when one of several versions cannot be deleted, the event names those that were', async () => {
  for (const version of ['1.0.0', '1.1.0', '1.2.0'])
    await upload(chartArchive({ name: 'half', version }), `half-${version}`)
  before = (await receiver.waitFor(before + 3)).length
  museum.misbehave = ({ method, url }, response) => {
    if (method !== 'DELETE' || !url?.endsWith('/1.2.0')) return false
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"protected"}')
    return true
  }
  const { status, body } = await send('DELETE', `${API}/half`)
  expect([status, body.toString()]).toEqual([403, '{"error":"protected"}'])
  const { event_data } = await webhook()
  expect(event_data.resources.map(({ tag }: { tag: string }) => tag)).toEqual(['1.0.0', '1.1.0'])
})

test('HEAD answers as GET without a body, and is no download', async () => {
  const archive = chartArchive({ name: 'head', version: '1.0.0' })
  await upload(archive, 'head-1.0.0')
  await receiver.waitFor(before + 1)
  const told = events()
  const paths = ['/chartrepo/shop/index.yaml', API, `${API}/head`, `${API}/head/1.0.0`]
  for (const path of [...paths, '/chartrepo/shop/charts/head-1.0.0.tgz']) {
    const { status, body } = await send('HEAD', path)
    expect([path, status, body.length]).toEqual([path, 200, 0])
  }
  const { headers } = await send('HEAD', '/chartrepo/shop/charts/head-1.0.0.tgz')
  expect(headers.get('content-length')).toBe(String(archive.length))
  expect((await send('HEAD', '/chartrepo/shop/charts/head-9.9.9.tgz')).status).toBe(404)
  expect(events()).toBe(told)
})

test('a version that is written as a number becomes an event with the version that Helm reads', async () => {
  const archive = chartArchive({ chartYaml: 'apiVersion: v2\nname: numbered\nversion: 1.10\n' })
  expect((await upload(archive, 'numbered-1.1')).status).toBe(201)
  expect((await webhook()).event_data.resources).toMatchObject([{ tag: '1.1' }])
})

test('an archive that unpacks to far more than it is, or is none, passes through without an event', async () => {
  const told = events()
  const bomb = chartArchive({ name: 'bomb', files: { 'bomb/zeros': '0'.repeat(110_000_000) } })
  expect((await upload(bomb, 'bomb-0.2.1')).status).toBe(201)
  expect((await upload(Buffer.alloc(100_000, 'no archive'), 'none-0.2.1')).status).toBe(201)
  expect(events()).toBe(told)
  const unread = app.log.filter(({ msg }) => String(msg).startsWith('the chart repository took an upload'))
  expect(unread.map(({ project, reason }) => [project, reason])).toEqual([
    ['shop', 'the archive unpacks to more than 100 MiB'],
    ['shop', expect.stringMatching(/^it is no gzipped tar archive: /)],
  ])
}, 60_000)

test('who may what is as in Harbor 1.10', async () => {
  const guest = await memberOf(app, 'shop', 'guest')
  const developer = await memberOf(app, 'shop', 'developer')
  const stranger = await memberOf(app, null, 'guest')
  expect((await guest.get('/chartrepo/shop/index.yaml')).status).toBe(200)
  expect((await guest.post(API, '', { 'content-type': 'application/gzip' })).status).toBe(403)
  expect((await developer.delete(`${API}/cart/0.2.1`)).status).toBe(403)
  expect((await stranger.get('/chartrepo/shop/index.yaml')).status).toBe(403)
  expect((await app.anonymous.get('/chartrepo/shop/index.yaml')).status).toBe(401)
})

test('names that would leave the project are refused', async () => {
  expect((await send('DELETE', `${API}/..%2F..%2Fother/1.0.0`)).status).toBe(422)
  expect((await send('GET', '/chartrepo/shop/charts/..%2F..%2Fother%2Fcart-0.2.1.tgz')).status).toBe(404)
})
