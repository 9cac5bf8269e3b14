import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/domain/event/event-type.ts'
import { sampleEvent } from '../../src/domain/event/sample-event.ts'
import { bellbuoyFormat } from '../../src/payloads/formats/bellbuoy.ts'
import { payloadInput } from '../support/events/payload-input.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

test.for(EVENT_TYPES)('the schema of %s is there for everyone, and its payload keeps to it', async (type) => {
  const { status, body: schema } = await app.anonymous.get(`/api/v2.0/payload-schemas/${type}`)
  expect(status).toBe(200)
  expect(schema).toMatchObject({ $id: `urn:bellbuoy:payload:1:${type}` })
  const event = sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 })
  const payload = JSON.parse(bellbuoyFormat.render(payloadInput({ event })).body)
  expect(Compile(schema).Errors(payload)).toEqual([])
  expect(Compile(schema).Check({ ...payload, type: 'ANOTHER' })).toBe(false)
})

test("the proposal's names of events are understood too", async () => {
  const { body } = await app.anonymous.get('/api/v2.0/payload-schemas/pushImage')
  expect(body).toMatchObject({ $id: 'urn:bellbuoy:payload:1:PUSH_ARTIFACT' })
})

test.for([
  ['an unknown event type', 'LAUNCH', 'there is no event type LAUNCH'],
  [
    'a format without schemas',
    'PUSH_ARTIFACT?payload_format=Default',
    'the payload format Default promises no schema; these do: Bellbuoy',
  ],
])('%s has no schema', async ([, path, message]) => {
  const { status, body } = await app.anonymous.get(`/api/v2.0/payload-schemas/${path!}`)
  expect(status).toBe(404)
  expect(body.errors).toEqual([{ code: 'NOT_FOUND', message }])
})

test('a ready-made template can be looked up and taken for a policy as it is', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { body: templates } = await app.anonymous.get('/api/v2.0/payload-templates')
  const { template, attachment } = templates.find(({ id }: { id: string }) => id === 'pagerduty')
  const target = {
    type: 'http',
    address: 'https://events.example.com/v2/enqueue',
    attachment,
    payload_format: 'Template',
    options: { template },
  }
  const policy = { name: 'alarms', event_types: EVENT_TYPES, targets: [target] }
  const created = await app.api.post('/api/v2.0/projects/shop/webhook/policies', policy)
  expect(created.status).toBe(201)
  const { body } = await app.api.get(created.headers['location'] as string)
  expect(body.targets).toMatchObject([{ payload_format: 'Template', options: { template } }])
})

test('a policy is refused when its template cannot write one of its events, with the place', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const template = '{\n  "severity": {% if scan %}{{ scan.severity }}{% endif %}\n}'
  const target = {
    type: 'http',
    address: 'https://hook.example.com',
    payload_format: 'Template',
    options: { template },
  }
  const policy = { name: 'x', event_types: ['SCANNING_COMPLETED', 'PUSH_ARTIFACT'], targets: [target] }
  const { status, body } = await app.api.post('/api/v2.0/projects/shop/webhook/policies', policy)
  expect(status).toBe(400)
  expect(body.errors[0].message).toMatch(
    /^the template cannot be used for PUSH_ARTIFACT: line 3, column 1 of what it writes is not JSON: /,
  )
})

test('a policy is refused when it names the format Template and brings no template', async () => {
  const target = { type: 'http', address: 'https://hook.example.com', payload_format: 'Template' }
  const policy = { name: 'x', event_types: ['PUSH_ARTIFACT'], targets: [target] }
  const { status, body } = await app.api.post('/api/v2.0/webhook/policies', policy)
  expect(status).toBe(400)
  expect(body.errors[0].message).toBe('the target option template is missing: the format Template needs it')
})

test('binary and structured are the modes of CloudEvents, and there is no other', async () => {
  const target = {
    type: 'http',
    address: 'https://hook.example.com',
    payload_format: 'CloudEvents',
    options: { cloudevents_mode: 'batched' },
  }
  const policy = { name: 'x', event_types: ['PUSH_ARTIFACT'], targets: [target] }
  const { status, body } = await app.api.post('/api/v2.0/webhook/policies', policy)
  expect(status).toBe(400)
  expect(body.errors[0].message).toContain('cloudevents_mode')
})
