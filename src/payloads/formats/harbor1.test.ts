import { expect, test } from 'vitest'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { harbor1Format } from './harbor1.ts'

test('a push has the body that Harbor 1.10 sent, key for key', () => {
  const event = registryEvent({ type: 'PUSH_ARTIFACT' })
  const { contentType, body } = harbor1Format.render(payloadInput({ event }))
  expect(contentType).toBe('application/json')
  const { type, event_data } = JSON.parse(body)
  expect(type).toBe('pushImage')
  expect(Object.keys(JSON.parse(body))).toEqual(['type', 'occur_at', 'operator', 'event_data'])
  expect(Object.keys(event_data)).toEqual(['resources', 'repository'])
  expect(Object.keys(event_data.resources[0])).toEqual(['digest', 'tag', 'resource_url'])
})

test.for([
  ['SCANNING_COMPLETED', 'scanningCompleted'],
  ['QUOTA_EXCEED', 'projectQuota'],
  ['UPLOAD_CHART', 'uploadChart'],
  ['DELETE_ARTIFACT', 'deleteImage'],
] as const)('%s is called %s, and there is no block that 1.10 did not know', ([type, name]) => {
  const { body } = harbor1Format.render(payloadInput({ event: registryEvent({ type }) }))
  const payload = JSON.parse(body)
  expect(payload.type).toBe(name)
  expect(payload.event_data).not.toHaveProperty('scan')
})
