import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicyOptions, createPolicy } from '../support/app/webhook-policy.ts'
import { randomDigest } from '../support/events/envelopes.ts'
import { reportScan } from '../support/events/scan-event.ts'
import { ALERTS } from '../support/receivers/alerts/alerts.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { serviceTarget } from '../support/receivers/services.ts'

const KINDS = Object.keys(ALERTS)
/** No meta events: a target that fails here would be announced to the others. */
const TYPES = ['SCANNING_COMPLETED', 'DELETE_ARTIFACT']
const TEST = '/api/v2.0/projects/team/webhook/targets/test'

const kindOf = ({ path }: ReceivedRequest): string => path.slice(1).split(/[/?]/, 1)[0] ?? ''

/** A receiver that is all systems of alerts, each below a path of its name. */
const startAlerts = () => startReceiver({ respond: (request) => ALERTS[kindOf(request)]!.answer(request) })

const policyOf = (app: Parameters<typeof createPolicy>[0], targets: WebhookPolicyOptions['targets']) =>
  createPolicy(app, { eventTypes: TYPES, targets })

test('findings open an alert once, a later scan without resolves it, and no secret is on record', async () => {
  await using alerts = await startAlerts()
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await policyOf(
    app.api,
    KINDS.map((type) => serviceTarget(type, alerts.url(`/${type}`))),
  )
  const digest = randomDigest()
  for (const [index, severity] of ['Critical', 'High', 'Low'].entries()) {
    await reportScan(app, { digest, severity })
    await policy.ended((index + 1) * KINDS.length)
  }
  const executions = await policy.ended(3 * KINDS.length)
  expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'Success'))
  for (const type of KINDS) {
    const of = alerts.requests.filter((request) => kindOf(request) === type)
    const double = ALERTS[type]!
    const told = of.map((request) => double.alertIn(double.payloadIn?.(request) ?? request.body))
    expect(told.map(({ isOpened }) => isOpened)).toEqual([true, true, false])
    expect(new Set(told.map(({ key }) => key)).size).toBe(1)
  }

  const logs = await Promise.all(executions.map(({ id }) => policy.log(id)))
  const { body: stored } = await app.api.get(policy.path)
  const shown = [...logs, JSON.stringify(stored), JSON.stringify(app.log)].join('\n')
  for (const { secrets } of Object.values(ALERTS))
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret)
})

test('an event that concerns no alert succeeds, sends nothing, and its record says so', async () => {
  await using alerts = await startAlerts()
  await using app = await startTestApp()
  const targets = KINDS.map((type) => serviceTarget(type, alerts.url(`/${type}`)))
  const policy = await policyOf(app.api, targets)
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/ci',
    type: 'SCANNING_COMPLETED',
    data: { repository: 'team/app', digest: randomDigest(), scan: { type: 'sbom' } },
  }
  await app.api.post('/api/v2.0/events', event, { 'content-type': 'application/cloudevents+json' })
  const executions = await policy.ended(KINDS.length)
  for (const { id, status } of executions) {
    expect(status).toBe('Success')
    expect(await policy.log(id)).toContain('the event neither opens nor resolves an alert')
  }
  expect(alerts.connections).toBe(0)
})

test('a policy subscribes no event types that mean nothing to such a target, and no test sends one', async () => {
  await using app = await startTestApp()
  for (const type of KINDS) {
    const target = serviceTarget(type, 'https://alerts.example.com')
    const wanted = `PUSH_ARTIFACT means nothing to a target of type ${type}, which takes TARGET_FAILING, `
    const made = createPolicy(app.api, { eventTypes: ['TARGET_FAILING', 'PUSH_ARTIFACT'], targets: [target] })
    await expect(made).rejects.toThrow(wanted)
    const { status, body } = await app.api.post(TEST, { target })
    expect({ status, text: JSON.stringify(body) }).toEqual({
      status: 400,
      text: expect.stringContaining(wanted),
    })
  }
})

test('a pagerduty target has an integration key, and an address of its own accord', async () => {
  await using app = await startTestApp()
  const made = (options: Record<string, unknown>) =>
    policyOf(app.api, [{ type: 'pagerduty', address: '', options }])
  await expect(made({})).rejects.toThrow('routing_key is missing')
  await expect(made({ routing_key: 'short' })).rejects.toThrow('routing_key has another form than the 32')
  const policy = await made({ routing_key: 'a'.repeat(32) })
  const { body } = await app.api.get(policy.path)
  expect(body.targets[0].address).toBe('https://events.pagerduty.com')
})

test('an opsgenie target has a key, and an address of its own accord or that of Jira Service Management', async () => {
  await using opsgenie = await startReceiver({
    respond: ({ path }) => ({ status: path.startsWith('/jsm/ops/integration/v2/alerts') ? 202 : 404 }),
  })
  await using app = await startTestApp()
  const made = (options: Record<string, unknown>, address = '') =>
    policyOf(app.api, [{ type: 'opsgenie', address, options }])
  await expect(made({})).rejects.toThrow('api_key is missing')
  await expect(made({ api_key: 'a\nb' })).rejects.toThrow('api_key holds a character that a header cannot')
  const usual = await made({ api_key: 'key' })
  const { body } = await app.api.get(usual.path)
  expect(body.targets[0]).toMatchObject({ address: 'https://api.opsgenie.com', options: { api_key: '' } })
  await usual.remove()
  const policy = await made({ api_key: 'key' }, opsgenie.url('/jsm/ops/integration/'))
  await reportScan(app, { digest: randomDigest(), severity: 'Critical' })
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
})
