import { expect, test } from 'vitest'
import type { ProblemResponse } from '../../src/contract/problems/problem.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const SYSTEM = '/api/v2.0/webhook'
const NO_RETRY = { settings: { WEBHOOK_MAX_RETRY: '0' } }

const push = (app: TestApp, ...tags: readonly string[]) =>
  app.postEnvelope(envelope(tags.map((tag) => pushEvent({ repository: 'shop/web', tag }))))

async function listed(app: TestApp, query = '', path = WEBHOOK): Promise<readonly ProblemResponse[]> {
  const { status, body } = await app.api.get(`${path}/problems${query}`)
  expect(status).toBe(200)
  return body.items
}

const problems = (app: TestApp, count: number, query = '', path = WEBHOOK) =>
  waitUntil(
    async () => {
      const items = await listed(app, query, path)
      return items.length === count && items
    },
    { what: `there are ${count} problems`, timeoutMs: 10_000 },
  )

test('a webhook that fails is a problem with its cause until a delivery succeeds', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 503 }) })
  await using app = await startTestApp(NO_RETRY)
  const policy = await createPolicy(app.api, { project: 'shop', name: 'deploy', targets: [receiver.url()] })
  await push(app, 'v1', 'v2')
  const [problem] = await problems(app, 1)
  expect(problem).toMatchObject({
    kind: 'target_failing',
    cause: 'server_error',
    on_purpose: false,
    finding: 'deploy is failing',
    reason: 'the receiver answered 503',
    cure: expect.stringContaining('log of the receiver'),
    project_name: 'shop',
    policy_id: policy.id,
    target_address: receiver.url(),
    times_opened: 1,
    recoverable: 2,
  })
  expect((await app.api.get(`${SYSTEM}/problems`)).body).toMatchObject({ needing: 1, items: [problem] })

  receiver.respond = () => ({ status: 200 })
  await push(app, 'v3')
  await problems(app, 0)
  expect(await listed(app, '?state=closed')).toMatchObject([{ id: problem!.id, closed_because: 'over' }])
})

test('what failed since then is counted, sent once, and its progress is shown', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 503 }) })
  await using app = await startTestApp(NO_RETRY)
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  await push(app, 'v1', 'v2', 'v3')
  await policy.ended(3)
  const [problem] = await problems(app, 1)
  const path = `${WEBHOOK}/problems/${problem!.id}`
  const count = await app.api.post(`${path}/redeliver`, { dry_run: true })
  expect(count.body).toEqual({ matched: 3, done: 0, more: false })
  expect((await app.api.get(path)).body.recovery).toBeUndefined()

  receiver.respond = () => ({ status: 200 })
  const answers = await Promise.all([app.api.post(`${path}/redeliver`), app.api.post(`${path}/redeliver`)])
  expect(answers.map(({ body }) => body.done).toSorted()).toEqual([0, 3])
  await policy.ended(6)
  await problems(app, 0)
  expect((await app.api.get(path)).body.recovery).toMatchObject({
    by: 'admin',
    sent: 3,
    delivered: 3,
    failed: 0,
    waiting: 0,
  })
  expect((await app.api.post(`${path}/redeliver`)).body).toEqual({ matched: 0, done: 0, more: false })
})

test('somebody acknowledges a problem with a note, which stands in the audit log, and takes it back', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 401 }) })
  await using app = await startTestApp(NO_RETRY)
  await createPolicy(app.api, { project: 'shop', name: 'ci', targets: [receiver.url()] })
  await push(app, 'v1')
  const [problem] = await problems(app, 1)
  const path = `${WEBHOOK}/problems/${problem!.id}/acknowledge`
  const { body } = await app.api.post(path, { note: 'the token is ordered' })
  expect(body.acknowledged).toEqual({ at: expect.any(String), by: 'admin', note: 'the token is ordered' })
  expect((await app.api.get(`${WEBHOOK}/problems`)).body.needing).toBe(0)
  expect(await listed(app, '?acknowledged=false')).toEqual([])
  const logs = (await app.api.get('/api/v2.0/audit-logs')).body
  expect(logs).toContainEqual(
    expect.objectContaining({ operation_id: 'AcknowledgeProblemOfProject', resource: 'ci', resource_id: 1 }),
  )
  await app.api.post(path, { acknowledged: false })
  expect((await app.api.get(`${WEBHOOK}/problems`)).body.needing).toBe(1)
})

test('a pause, a disabled policy and a hold are problems on purpose until they end', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  const [target] = (await app.api.get(policy.path)).body.targets
  await app.api.post(`${WEBHOOK}/targets/${target.id}/pause`)
  await push(app, 'v1')
  expect(await problems(app, 1)).toMatchObject([{ kind: 'target_paused', on_purpose: true, waiting: 1 }])
  await app.api.post(`${WEBHOOK}/hold`)
  await app.api.post(`${SYSTEM}/hold`)
  await problems(app, 3, '', SYSTEM)
  expect((await app.api.get(`${SYSTEM}/problems`)).body.needing).toBe(0)
  await app.api.post(`${WEBHOOK}/targets/${target.id}/resume`)
  await app.api.post(`${WEBHOOK}/release`)
  await app.api.post(`${SYSTEM}/release`)
  await policy.update({ enabled: false })
  expect(await problems(app, 1, '', SYSTEM)).toMatchObject([{ kind: 'policy_disabled', cause: 'disabled' }])
  await policy.update({ enabled: true })
  await problems(app, 0, '', SYSTEM)
})

test('a problem of another project cannot be seen, and one that is about no target not be sent again', async () => {
  await using app = await startTestApp()
  await createPolicy(app.api, { project: 'shop', targets: ['http://127.0.0.1:9'] })
  await app.api.post('/api/v2.0/projects', { project_name: 'other' })
  await app.api.post(`${WEBHOOK}/hold`)
  const [problem] = await problems(app, 1)
  const other = '/api/v2.0/projects/other/webhook'
  expect((await app.api.get(`${other}/problems/${problem!.id}`)).status).toBe(404)
  expect((await app.api.post(`${other}/problems/${problem!.id}/acknowledge`)).status).toBe(404)
  expect((await app.api.post(`${WEBHOOK}/problems/${problem!.id}/redeliver`)).status).toBe(400)
})

test('a failing webhook that is disabled or removed is no problem any more, and the record says why', async () => {
  await using app = await startTestApp(NO_RETRY)
  const policies = await Promise.all(
    ['a', 'b'].map((name) =>
      createPolicy(app.api, { project: 'shop', name, targets: ['http://127.0.0.1:9'] }),
    ),
  )
  await push(app, 'v1')
  await problems(app, 2, '?kind=target_failing')
  await policies[0]!.update({ enabled: false })
  await policies[1]!.remove()
  await problems(app, 0, '?kind=target_failing')
  const closed = await listed(app, '?state=closed&kind=target_failing')
  expect(closed.map(({ closed_because }) => closed_because).toSorted()).toEqual(['disabled', 'removed'])
})
