import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicyOptions, createPolicy } from '../support/app/webhook-policy.ts'
import { randomDigest } from '../support/events/envelopes.ts'
import { reportScan } from '../support/events/scan-event.ts'
import type { Answer } from '../support/receivers/answer.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { SERVICES, serviceTarget } from '../support/receivers/services.ts'

const KINDS = Object.keys(SERVICES)
const TEST = '/api/v2.0/projects/team/webhook/targets/test'

const kindOf = ({ path }: ReceivedRequest): string => path.slice(1).split(/[/?]/, 1)[0] ?? ''

/** A receiver that is all services, each below a path of its name. */
const startServices = () =>
  startReceiver({ respond: (request) => SERVICES[kindOf(request)]!.answer(request) })

/** Of scans alone: a target that fails would be announced to the others by a meta event. */
const policyOf = (app: Parameters<typeof createPolicy>[0], targets: WebhookPolicyOptions['targets']) =>
  createPolicy(app, { eventTypes: ['SCANNING_COMPLETED'], targets })

test('every service takes what its target sends, and no secret is on record', async () => {
  await using services = await startServices()
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await policyOf(
    app.api,
    KINDS.map((type) => serviceTarget(type, services.url(`/${type}`))),
  )
  await reportScan(app, { digest: randomDigest(), severity: 'High' })
  const executions = await policy.ended(KINDS.length)
  expect(executions.map(({ vendor_type, status }) => `${vendor_type} ${status}`)).toEqual(
    KINDS.map((type) => `${type.toUpperCase()} Success`),
  )
  const logs = await Promise.all(executions.map(({ id }) => policy.log(id)))
  const { body: stored } = await app.api.get(policy.path)
  const shown = [...logs, JSON.stringify(stored), JSON.stringify(app.log)].join('\n')
  for (const { secrets } of Object.values(SERVICES))
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret)
})

test('a wrong secret is refused, and stands neither in the answer nor in the error', async () => {
  await using services = await startServices()
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'team' })
  const wrong = 'f'.repeat(32)
  for (const type of KINDS) {
    const target = JSON.parse(
      Object.values(SERVICES[type]!.secrets).reduce(
        (text, secret) => text.replaceAll(secret, wrong),
        JSON.stringify(serviceTarget(type, services.url(`/${type}`))),
      ),
    )
    const { body } = await app.api.post(TEST, { event_type: 'TARGET_FAILING', target })
    expect(body, type).toMatchObject({ success: false, error: { code: 'status' } })
    expect(JSON.stringify(body)).not.toContain(wrong)
  }
})

/** By the beginning of the path: what it answers first, how the delivery ends, and the requests that it takes. */
const CASES: Readonly<Record<string, readonly [answer: Answer, end: RegExp, requests: number]>> = {
  refused: [
    { status: 400, body: 'no such thing' },
    / answered 400: no such thing; gave up: no later attempt/,
    1,
  ],
  forbidden: [{ status: 403 }, / answered 403; gave up: no later attempt can succeed/, 1],
  passing: [{ status: 503 }, /^$/, 2],
  late: [{ status: 408 }, /^$/, 2],
  waiting: [{ status: 429, headers: { 'retry-after': '1' } }, /^$/, 2],
  redirected: [{ does: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }, /redirects are not followed/, 2],
  silent: [{ does: 'hang' }, /no (?:answer|connection) within 1000 ms/, 2],
  odd: [{ status: 200, body: '{"status": "invalid event", "ok": false}' }, /^$/, 1],
}

test.for(KINDS)('%s ends a delivery that is refused for good, and tries again what passes', async (type) => {
  const seen = new Set<string>()
  const hasTwo = ['redirected', 'silent']
  await using receiver = await startReceiver({
    respond(request) {
      const which = kindOf(request)
      if (seen.has(which) && !hasTwo.includes(which)) return { status: 202 }
      seen.add(which)
      return CASES[which]![0]
    },
  })
  const settings = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' }
  await using app = await startTestApp({ settings })
  const names = Object.keys(CASES)
  const targets = names.map((name) => {
    const others = name === 'silent' ? { timeout_seconds: 1 } : {}
    return serviceTarget(type, receiver.url(`/${name}`), others)
  })
  const policy = await policyOf(app.api, targets)
  await reportScan(app, { digest: randomDigest(), severity: 'High' })
  const executions = await policy.ended(names.length, 20_000)
  for (const [index, name] of names.entries()) {
    const [, end, requests] = CASES[name]!
    const { status, status_message: reason = '' } = executions[index]!
    expect(reason, name).toMatch(end)
    expect(status, name).toBe(end.source === '^$' ? 'Success' : 'Error')
    expect(receiver.requests.filter((request) => kindOf(request) === name)).toHaveLength(requests)
  }
  const [first, second] = receiver.requests.filter((request) => kindOf(request) === 'waiting')
  expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(990)
})

test('the address guard judges their addresses too', async () => {
  await using services = await startServices()
  await using app = await startTestApp({ settings: { TARGET_DENY: '127.0.0.0/8' } })
  const policy = await policyOf(
    app.api,
    KINDS.map((type) => serviceTarget(type, services.url(`/${type}`))),
  )
  await reportScan(app, { digest: randomDigest(), severity: 'High' })
  const executions = await policy.ended(KINDS.length)
  expect(executions.map(({ status }) => status)).toEqual(KINDS.map(() => 'Error'))
  expect(services.connections).toBe(0)
})
