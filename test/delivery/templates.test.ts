import { expect, test, vi } from 'vitest'
import type { DeliveryDetailResponse } from '../../src/contract/history/history.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import type { ApiClient } from '../support/app/api-client.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { HOSTILE_TEMPLATES } from '../support/events/hostile-templates.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

/** Templates have the lowest priority: beside other tests they take long. Each test has an app of its own, and they wait side by side. */
vi.setConfig({ testTimeout: 300_000 })

const [[, ENDLESS] = ['', '']] = HOSTILE_TEMPLATES
const DELIVERIES = '/api/v2.0/projects/team/webhook/deliveries'

/** Nothing is wrong with it until Storm pushes. */
const TREACHEROUS = `{% if actor.name == "storm" %}${ENDLESS}{% else %}{"by": {{ actor.name }}}{% endif %}`
const target = (address: string, template: string) => ({
  address,
  payload_format: 'Template',
  options: { template },
})
const targets = (address: string, template: string) => [{ type: 'http', ...target(address, template) }]

const detail = async (api: ApiClient, id: number) =>
  (await api.get(`${DELIVERIES}/${id}`)).body as DeliveryDetailResponse

test.concurrent(
  'a template that takes too much fails its attempts, and is redelivered by the template of then, which counts from then on',
  async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp({
      settings: { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' },
    })
    const address = receiver.url('/template')
    const policy = await createPolicy(app.api, { targets: [target(address, TREACHEROUS), receiver.url()] })

    await push(app, { user: 'storm' })
    const executions = await policy.ended(2, 240_000)
    const failed = executions.find(({ status }) => status === 'Error')!
    expect(executions.map(({ status }) => status).toSorted()).toEqual(['Error', 'Success'])
    expect(failed.extra_attrs.payload).toBe('')
    const { payload, attempts_made, reason } = await detail(app.api, failed.id)
    expect(payload).toBe('')
    const text = 'the template of the target takes too much: it takes more than 500 ms of processor time'
    expect(attempts_made.map(({ failure }) => failure)).toEqual([
      { code: 'over_budget', text },
      { code: 'over_budget', text },
    ])
    expect(reason).toBe(`${text}; gave up: all 1 retries are used`)
    expect(await policy.log(failed.id)).toContain(`[over_budget]: ${text}`)

    await policy.update({ targets: targets(address, '{"fixed": {{ actor.name }}}') })
    await app.api.post(`${DELIVERIES}/${failed.id}/redeliver`)
    await waitUntil(() => receiver.requests.some(({ path }) => path === '/template'), {
      what: 'it arrives',
      timeoutMs: 240_000,
    })
    await policy.update({ targets: targets(address, '{"changed": {{ actor.name }}}') })
    await app.api.post(`${DELIVERIES}/${failed.id}/redeliver`)
    const arrived = await waitUntil(
      () => {
        const requests = receiver.requests.filter(({ path }) => path === '/template')
        return requests.length === 2 && requests
      },
      { what: 'it arrives again', timeoutMs: 240_000 },
    )
    expect(arrived.map(({ body }) => body)).toEqual(['{"fixed":"storm"}', '{"fixed":"storm"}'])
    expect(new Set(arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  },
)

test.concurrent('a push is accepted, and others deliver, while templates take too much', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  for (const name of ['one', 'two', 'three']) {
    const hostile = [target(receiver.url('/hostile'), TREACHEROUS), receiver.url('/plain')]
    await createPolicy(app.api, { name, targets: hostile })
  }
  await createPolicy(app.api, {
    name: 'modest',
    targets: [target(receiver.url('/modest'), '{"by": {{ actor.name }}}')],
  })
  for (let times = 0; times < 5; times++) await push(app, { user: 'storm' })
  const paths = () => receiver.requests.map(({ path }) => path)
  await waitUntil(() => paths().filter((path) => path === '/plain').length === 15, {
    what: 'the targets without a template get it',
    timeoutMs: 240_000,
  })
  await waitUntil(() => paths().filter((path) => path === '/modest').length === 5, {
    what: 'the target with a modest template gets it',
    timeoutMs: 240_000,
  })
  expect(paths()).not.toContain('/hostile')
})

test.concurrent('a template that waits for its retry counts as it is at the retry', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '3000' } })
  const policy = await createPolicy(app.api, { targets: [target(receiver.url(), TREACHEROUS)] })
  await push(app, { user: 'storm' })
  await waitUntil(async () => (await detail(app.api, 1)).attempts_made.length === 1, {
    what: 'the first attempt fails',
    timeoutMs: 240_000,
  })
  await policy.update({ targets: targets(receiver.url(), '{"fixed": {{ actor.name }}}') })
  const [request] = await receiver.waitFor(1, 240_000)
  expect(request!.body).toBe('{"fixed":"storm"}')
  await policy.endedAlone(240_000)
  expect(await detail(app.api, 1)).toMatchObject({ state: 'success', payload: '{"fixed":"storm"}' })
})

test.concurrent(
  'what a template was filled with survives the end of the process, in the middle of its run too',
  async () => {
    await using folder = await temporaryFolder('templates')
    await using receiver = await startReceiver()
    const first = await startBellbuoy({ dir: folder.path })
    const policy = await createPolicy(first.api, { targets: [target(receiver.url(), TREACHEROUS)] })
    await push(first, { user: 'storm' })
    await first.kill('SIGKILL')
    expect(receiver.requests).toEqual([])

    await using second = await startBellbuoy({ dir: folder.path })
    await policy.from(second.api).update({ targets: targets(receiver.url(), '{"fixed": {{ actor.name }}}') })
    const [request] = await receiver.waitFor(1, 240_000)
    expect(request!.body).toBe('{"fixed":"storm"}')
  },
)

test.concurrent(
  'an end that is asked for ends a run, and the delivery waits for the next start',
  async () => {
    await using folder = await temporaryFolder('templates')
    await using receiver = await startReceiver()
    const first = await startBellbuoy({ dir: folder.path })
    const policy = await createPolicy(first.api, { targets: [target(receiver.url(), TREACHEROUS)] })
    await push(first, { user: 'storm' })
    expect(await first.kill('SIGTERM')).toBe(0)

    await using second = await startBellbuoy({ dir: folder.path, args: [] })
    await policy.from(second.api).update({ targets: targets(receiver.url(), '{"fixed": {{ actor.name }}}') })
    expect((await receiver.waitFor(1, 240_000))[0]!.body).toBe('{"fixed":"storm"}')
  },
)

test.concurrent.for([
  ['a preview', 'payload-preview', 400],
  ['a test', 'targets/test', 200],
] as const)('%s of a template that takes too much says so', async ([, path, wanted]) => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'team' })
  const [written] = targets('http://127.0.0.1:9/', ENDLESS)
  const { status, body } = await app.api.post(`/api/v2.0/projects/team/webhook/${path}`, { target: written })
  expect(status).toBe(wanted)
  expect(JSON.stringify(body)).toMatch(/takes too much: it takes more than 500 ms of processor time/)
  const policy = { name: 'x', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [written] }
  const saved = await app.api.post('/api/v2.0/projects/team/webhook/policies', policy)
  expect(saved).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringMatching(/for PUSH_ARTIFACT: it takes more than 500 ms/) }] },
  })
})
