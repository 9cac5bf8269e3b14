import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CALLS, createClient, inScope } from '../../src/client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { freePort } from '../support/free-port.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { shared } from '../support/shared.ts'

const credentials = { user: 'admin', password: adminPassword }
const app = shared(async (stack) => stack.use(await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })))
const client = (options: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ url: app().url, credentials, ...options })

describe('a client of the API', () => {
  test('creates, reads and changes a thing, and knows its number and its version', async () => {
    const bellbuoy = client()
    const name = `made-${randomUUID()}`
    expect((await bellbuoy.call(CALLS.createProject, { body: { project_name: name } })).createdId).toMatch(
      /^\d+$/,
    )
    const hook = {
      name: 'hook',
      event_types: ['PUSH_ARTIFACT'],
      targets: [{ type: 'http', address: 'http://127.0.0.1:9/' }],
    }
    const made = await bellbuoy.call(inScope(CALLS.createPolicy, name), { body: hook })
    const params = { webhook_policy_id: Number(made.createdId) }
    const { body, etag } = await bellbuoy.call(inScope(CALLS.getPolicy, name), { params })
    await bellbuoy.call(inScope(CALLS.updatePolicy, name), {
      params,
      body: { ...hook, name: 'other' },
      ifMatch: etag,
    })
    expect(body.name).toBe('hook')
    expect((await bellbuoy.ask(inScope(CALLS.getPolicy, name), { params })).name).toBe('other')
    const late = bellbuoy.call(inScope(CALLS.updatePolicy, name), { params, body: hook, ifMatch: etag })
    await expect(late).rejects.toMatchObject({ status: 412, code: 'CHANGED' })
  })

  test('a project that is called like a number is found by its name', async () => {
    const bellbuoy = client()
    await bellbuoy.call(CALLS.createProject, { body: { project_name: '4711' } })
    expect(await bellbuoy.ask(inScope(CALLS.listPolicies, '4711'))).toEqual([])
  })

  test('says what the server says', async () => {
    const refusal = client().ask(inScope(CALLS.listPolicies, 'nowhere'))
    await expect(refusal).rejects.toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      message: 'project nowhere not found',
    })
    const nobody = client({ credentials: { user: 'admin', password: 'wrong' } }).ask(CALLS.listUsers)
    await expect(nobody).rejects.toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
  })

  test('reads a list by page numbers to its end', { timeout: 120_000 }, async () => {
    const bellbuoy = client()
    const names = Array.from({ length: 230 }, (_, index) => `many-${index}-${randomUUID().slice(0, 8)}`)
    for (const project_name of names) await bellbuoy.call(CALLS.createProject, { body: { project_name } })
    const found = await Array.fromAsync(bellbuoy.each(CALLS.listProjects, { query: { q: 'name=~many-' } }))
    expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
  })

  test(
    'reads a list to its end that says beside its items how many there are',
    { timeout: 120_000 },
    async () => {
      const project = `healthy-${randomUUID()}`
      const names = Array.from({ length: 120 }, (_, index) => `hook-${index}`)
      for (const name of names)
        await createPolicy(app().api, { project, name, targets: ['http://127.0.0.1:9/'] })
      const found = await Array.fromAsync(client().each(inScope(CALLS.listPolicyHealth, project)))
      expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    },
  )

  test('reads a list by cursors to its end, and an export as it comes', async () => {
    await using receiver = await startReceiver()
    const project = `history-${randomUUID()}`
    await createPolicy(app().api, { project, targets: [receiver.url()] })
    const digests = await Promise.all(
      Array.from({ length: 25 }, () => push(app(), { repository: `${project}/app` })),
    )
    const bellbuoy = client()
    const events = await Array.fromAsync(
      bellbuoy.each(inScope(CALLS.listEvents, project), { query: { limit: 7 } }),
    )
    expect(events.map(({ digest }) => digest).toSorted()).toEqual(digests.toSorted())
    const rows = await bellbuoy.stream(inScope(CALLS.exportEvents, project), { query: { format: 'ndjson' } })
    const lines = (await new Response(rows).text()).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { digest: string }).digest).toSorted()).toEqual(
      digests.toSorted(),
    )
  })

  test('hears of changes until it is ended', async () => {
    const project = `live-${randomUUID()}`
    await client().call(CALLS.createProject, { body: { project_name: project } })
    const ending = new AbortController()
    const notices = client().live(inScope(CALLS.listenToChanges, project), { signal: ending.signal })
    expect((await notices.next()).value?.topics).toContain('events')
    await push(app(), { repository: `${project}/app` })
    expect((await notices.next()).value?.topics).toContain('events')
    ending.abort()
    expect(await notices.next()).toEqual({ done: true, value: undefined })
  })

  test('does not listen where it may not', async () => {
    const notices = client({ credentials: { user: 'admin', password: 'wrong' } }).live(
      CALLS.listenToChanges.inSystem,
    )
    await expect(notices.next()).rejects.toMatchObject({ status: 401 })
  })
})

describe('a client of a server that is not well', () => {
  const unwell = { status: 503, headers: { 'retry-after': '0' }, body: 'starting' }
  const well = { status: 200, headers: { 'content-type': 'application/json' }, body: '[]' }

  test('reads again until it has an answer', async () => {
    await using server = await startReceiver({ respond: (_, index) => (index < 2 ? unwell : well) })
    expect(await client({ url: server.url('') }).ask(CALLS.listProjects)).toEqual([])
    expect(server.requests).toHaveLength(3)
  })

  test('gives a call up after as many tries as it was given', async () => {
    await using server = await startReceiver({ respond: () => unwell })
    await expect(client({ url: server.url(''), retries: 1 }).ask(CALLS.listProjects)).rejects.toMatchObject({
      status: 503,
    })
    expect(server.requests).toHaveLength(2)
  })

  test('makes no change twice whose answer got lost', async () => {
    await using server = await startReceiver({ respond: () => ({ does: 'closeAtOnce' }) })
    const change = client({ url: server.url('') }).call(CALLS.createProject, {
      body: { project_name: 'once' },
    })
    await expect(change).rejects.toMatchObject({
      status: 0,
      message: expect.stringMatching(/did not answer: .*; it may have made the change already$/),
    })
    expect(server.requests).toHaveLength(1)
  })

  test('names the address where nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const refusal = client({ url, retries: 0 }).ask(CALLS.listProjects)
    await expect(refusal).rejects.toMatchObject({
      status: 0,
      message: expect.stringMatching(`^the server at ${url} did not answer: .*ECONNREFUSED`),
    })
  })

  test.for(['127.0.0.1', 'localhost'])(
    'does not doubt that nothing was changed where nobody listens at %s',
    async (host) => {
      const url = `http://${host}:${await freePort()}`
      const refusal = client({ url }).call(CALLS.createProject, { body: { project_name: 'once' } })
      await expect(refusal).rejects.toMatchObject({
        message: expect.stringMatching(`^the server at ${url} did not answer: connect ECONNREFUSED [^;]*$`),
      })
    },
  )

  test('sends its credentials to no other address', async () => {
    await using other = await startReceiver()
    await using server = await startReceiver({
      respond: () => ({ does: 'redirect', to: other.url('/api/v2.0/projects') }),
    })
    await expect(client({ url: server.url(''), retries: 0 }).ask(CALLS.listProjects)).rejects.toMatchObject({
      status: 307,
      message: expect.stringContaining(` redirects to ${other.url('/api/v2.0/projects')}`),
    })
    expect(other.requests).toHaveLength(0)
  })

  test('is given up at once when its caller ends it', async () => {
    await using server = await startReceiver({ respond: () => unwell })
    const ending = new AbortController()
    const asked = client({ url: server.url('') }).ask(CALLS.listProjects, { signal: ending.signal })
    await server.waitFor(1)
    ending.abort()
    await expect(asked).rejects.toThrow()
    expect(server.requests).toHaveLength(1)
  })
})
