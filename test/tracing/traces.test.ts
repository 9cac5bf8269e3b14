import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { type Collector, startCollector } from '../support/collector/collector.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = `00-${TRACE}-00f067aa0ba902b7-01`

const push = () => envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })])

const settingsFor = ({ url }: Collector) => ({
  TRACE_ENABLED: 'true',
  TRACE_OTEL_ENDPOINT: url,
  WEBHOOK_INITIAL_WAIT_MS: '10',
})

const named = (name: string) => (span: { readonly name: string }) => span.name === name

test('the trace of an event has its id, its attempts, and a link to the notification that its caller traces', async () => {
  await using collector = await startCollector()
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 503 : 204 }) })
  await using app = await startTestApp({ settings: settingsFor(collector) })
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })

  const headers = { traceparent: CALLER, 'x-request-id': 'from-the-proxy' }
  await app.postEnvelope(push(), { headers })
  const requests = await receiver.waitFor(2)

  const spans = await collector.waitFor(
    'both attempts',
    (all) => all.filter(named('attempt http')).length === 2,
  )
  const one = (name: string) => spans.find(named(name))!
  const [notification, event] = [one('notification'), one('event PUSH_ARTIFACT')]
  expect(notification).toMatchObject({ traceId: TRACE, parentSpanId: '00f067aa0ba902b7', kind: 2, status: 0 })
  expect(notification.attributes).toEqual({
    'bellbuoy.source': 'default',
    'bellbuoy.request_id': 'from-the-proxy',
  })
  const parts = ['decide', 'commit'].map(one)
  for (const part of parts)
    expect(part).toMatchObject({ traceId: TRACE, parentSpanId: notification.spanId, status: 0 })
  const eventId = String(requests[0]?.headers['webhook-id']).slice(0, 36)
  expect(event).toMatchObject({
    traceId: eventId.replaceAll('-', ''),
    spanId: eventId.replaceAll('-', '').slice(16),
    parentSpanId: '',
    links: [{ traceId: TRACE, spanId: notification.spanId }],
  })
  expect(event.attributes).toMatchObject({ 'bellbuoy.event.id': eventId, 'bellbuoy.deliveries': 1 })
  const attempts = spans.filter(named('attempt http'))
  for (const attempt of attempts)
    expect(attempt).toMatchObject({ traceId: event.traceId, parentSpanId: event.spanId, kind: 3 })
  expect(attempts.map(({ attributes, status }) => [attributes['bellbuoy.outcome'], status])).toEqual([
    ['status_5xx', 2],
    ['success', 0],
  ])
  expect(requests.map(({ headers: { traceparent } }) => traceparent)).toEqual(
    attempts.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`),
  )
  expect(event.resource).toMatchObject({ 'service.name': 'bellbuoy' })
})

test('a repeated event gets no second span, and a notification without a trace one of its own', async () => {
  await using collector = await startCollector()
  await using app = await startTestApp({ settings: settingsFor(collector) })
  const body = push()
  await app.postEnvelope(body)
  await app.postEnvelope(body)

  const spans = await collector.waitFor(
    'both notifications',
    (all) => all.filter(named('commit')).length === 2,
  )

  expect(spans.filter(named('event PUSH_ARTIFACT'))).toHaveLength(1)
  const notifications = spans.filter(named('notification'))
  expect(new Set(notifications.map(({ traceId }) => traceId)).size).toBe(2)
  for (const { parentSpanId } of notifications) expect(parentSpanId).toBe('')
})

test('what is not sampled is not sent, and its receivers learn that', async () => {
  await using collector = await startCollector()
  await using receiver = await startReceiver()
  {
    await using app = await startTestApp({ settings: { ...settingsFor(collector), TRACE_SAMPLE_RATE: '0' } })
    await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
    await app.postEnvelope(push())
    const [request] = await receiver.waitFor(1)
    expect(request?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  }
  expect(collector.spans).toEqual([])
})

test('a collector that takes nothing holds nothing up, and has one line in the log', async () => {
  await using collector = await startCollector()
  collector.answerWith(400)
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: settingsFor(collector) })
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  await app.postEnvelope(push())
  await receiver.waitFor(1)

  const lost = () =>
    app.log.filter(({ msg }) => msg === 'traces cannot be sent and are lost; all else goes on')
  await waitUntil(() => lost().length > 0, { what: 'the line about lost traces', timeoutMs: 20_000 })
  expect(lost()).toHaveLength(1)
})

test('without the setting receivers get no trace', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  await app.postEnvelope(push(), { headers: { traceparent: CALLER } })

  const [request] = await receiver.waitFor(1)

  expect(request?.headers).not.toHaveProperty('traceparent')
})

test('the variables of OpenTelemetry name collector, service and headers, and an end sends what is left', async () => {
  await using collector = await startCollector()
  await using bellbuoy = await startBellbuoy({
    env: {
      BELLBUOY_TRACE_ENABLED: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=harbour',
      OTEL_SERVICE_NAME: 'buoy-1',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '1',
    },
  })
  await bellbuoy.postEnvelope(push())
  expect(await bellbuoy.kill('SIGTERM')).toBe(0)

  expect(collector.spans.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['notification', 'decide', 'commit', 'event PUSH_ARTIFACT']),
  )
  expect(collector.spans[0]?.resource).toMatchObject({ 'service.name': 'buoy-1' })
  expect(collector.requests[0]?.['x-tenant']).toBe('harbour')
})
