import { describe, expect, test } from 'vitest'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { rendered, templatesHere } from '../../../test/support/events/rendered.ts'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { templateFormat } from '../formats/template.ts'
import { READY_MADE_TEMPLATES } from './ready-made.ts'

/** What each receiver refuses to be without (their API documents), as paths into the body. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'github-repository-dispatch': ['event_type', 'client_payload.image'],
  'gitlab-trigger': ['variables.IMAGE'],
  'jenkins-generic-webhook-trigger': ['image'],
  'argo-events': ['image'],
  tekton: ['image'],
  pagerduty: ['routing_key', 'event_action', 'payload.summary', 'payload.source', 'payload.severity'],
  ntfy: ['topic', 'message'],
}

test('each has an id of its own', () => {
  expect(READY_MADE_TEMPLATES.map(({ id }) => id)).toEqual(Object.keys(REQUIRED))
})

describe.each(READY_MADE_TEMPLATES)('$id', ({ id, template, attachment, headers, address }) => {
  test('may be saved for every event type', async () => {
    const target = { options: { template }, attachment }
    expect(await templatesHere.faultOf({ eventTypes: EVENT_TYPES, target }, 'x')).toBeNull()
  })

  test.for(EVENT_TYPES)('has all that its receiver wants of %s, and a value in each place', (type) => {
    const event = sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 })
    const payload = rendered(templateFormat, payloadInput({ event, attachment, options: { template } }))
    expect(payload.headers).toBeUndefined()
    const body = JSON.parse(payload.body)
    const missing = REQUIRED[id]!.filter(
      (path) => typeof path.split('.').reduce((there, key) => there?.[key], body) !== 'string',
    )
    expect(missing).toEqual([])
  })

  test('names an address and what kind of body it is', () => {
    expect(URL.canParse(address)).toBe(true)
    expect(headers['Content-Type']).toBe('application/json')
  })
})

test('GitHub takes at most ten properties in `client_payload`, and we send fewer', () => {
  const { template } = READY_MADE_TEMPLATES[0]!
  const { body } = rendered(templateFormat, payloadInput({ options: { template } }))
  expect(Object.keys(JSON.parse(body).client_payload).length).toBeLessThanOrEqual(10)
})
