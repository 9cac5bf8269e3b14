import { HTTP } from 'cloudevents'
import { expect, test } from 'vitest'
import { golden } from '../../../test/support/events/golden.ts'
import { HARBOR_EXAMPLES } from '../../../test/support/events/harbor-examples.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import type { Payload } from '../../domain/delivery/payload.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { cloudEventsFormat } from './cloud-events.ts'

type Mode = 'structured' | 'binary'

function render(event: RegistryEvent, mode: Mode = 'structured'): Payload {
  return cloudEventsFormat.render(payloadInput({ event, options: { cloudevents_mode: mode } }))
}

/** What the reference library makes of what we send. */
function parsed({ contentType, headers, body }: Payload) {
  return HTTP.toEvent<Record<string, unknown>>({ headers: { 'content-type': contentType, ...headers }, body })
}

const events = EVENT_TYPES.map((type) => sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 }))

const withExample = Object.entries(HARBOR_EXAMPLES).filter(([name]) => /^(?!UPLOAD)[A-Z_]+$/.test(name))

test.for(withExample)('%s is written as Harbor 2 writes it', ([name, event]) => {
  const payload = cloudEventsFormat.render(payloadInput({ event }))
  expect(payload.body).toBe(golden(`cloudevents/${name}`))
  expect(payload).toMatchObject({ contentType: 'application/cloudevents+json' })
  expect(payload.headers).toBeUndefined()
})

test.for(events)('the library reads $type the same in both modes', (event) => {
  const structured = parsed(render(event))
  expect(structured).toMatchObject({
    specversion: '1.0',
    id: event.id,
    source: '/projects/12/webhook/policies/7',
    time: '2026-03-01T10:00:04.000Z',
    operator: event.operator,
  })
  expect(parsed(render(event, 'binary'))).toEqual(structured)
})

test('types that Harbor has no CloudEvents type for get one of ours, each another', () => {
  const types = events.map((event) => (parsed(render(event)) as { type: string }).type)
  expect(new Set(types).size).toBe(EVENT_TYPES.length)
  expect(types.filter((type) => !/^(?:harbor|bellbuoy)\.[a-z_.]+$/.test(type))).toEqual([])
})

test('in binary mode what a header cannot carry is percent-encoded, and nothing is lost', () => {
  const operator = 'Zoë "the 100%"\n 🛟 \ud800'
  const { headers, contentType, body } = render(registryEvent({ operator }), 'binary')
  expect(headers!['ce-operator']).toBe('Zo%C3%AB%20%22the%20100%25%22%0A%20%F0%9F%9B%9F%20%EF%BF%BD')
  expect(decodeURIComponent(headers!['ce-operator']!)).toBe(operator.toWellFormed())
  expect(contentType).toBe('application/json')
  expect(Object.keys(JSON.parse(body))).toEqual(['resources', 'repository'])
})

test('in binary mode an attribute without a value is left out', () => {
  const { headers } = render(registryEvent({ operator: '' }), 'binary')
  const required = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time']
  expect(Object.keys(headers!)).toEqual([...required, 'ce-requestid'])
})

// Harbor's is always a UUID, and its receivers may read it as one.
test('the request id is the source’s, and the event’s own where the source names none', () => {
  const event = registryEvent()
  expect(parsed(render(event))).toMatchObject({ requestid: event.id })
  expect(event.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  const requestId = '9a1d7c52-6e0f-4f7b-a3c4-5d6e7f809100'
  expect(parsed(render({ ...event, detail: { requestId } }))).toMatchObject({ requestid: requestId })
})
