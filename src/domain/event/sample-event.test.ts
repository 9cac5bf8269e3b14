import { expect, test } from 'vitest'
import { EVENT_TYPES } from './event-type.ts'
import { projectNameOf } from '../project.ts'
import { sampleEvent } from './sample-event.ts'

const facts = { project: 'shop', nowMs: 1_772_359_204_000 }

test.for(EVENT_TYPES)('a sample of %s is of that type, project and time, and always the same', (type) => {
  const event = sampleEvent(type, facts)
  expect(event).toMatchObject({ type, project: 'shop', occurredAtMs: facts.nowMs })
  expect(event.repository === '' ? 'shop' : projectNameOf(event.repository)).toBe('shop')
  expect(sampleEvent(type, facts)).toEqual(event)
})

test('its id is a UUIDv7 of its time', () => {
  expect(sampleEvent('PUSH_ARTIFACT', facts).id).toBe('019ca8d7-3ca0-7000-8000-000000000000')
})
