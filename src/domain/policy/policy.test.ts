import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { EventType } from '../event/event-type.ts'
import { verdictOf } from './policy.ts'
import { NO_FILTER } from './policy-filter.ts'

const push = registryEvent({ type: 'PUSH_ARTIFACT' })
const policy = {
  enabled: true,
  eventTypes: ['PULL_ARTIFACT', 'PUSH_ARTIFACT'] as EventType[],
  filter: NO_FILTER,
}

test('an enabled policy that subscribes the event type gets the event', () => {
  expect(verdictOf(policy, push, true)).toBe('deliver')
})

test('a disabled policy gets nothing', () => {
  expect(verdictOf({ ...policy, enabled: false }, push, true)).toBe('policy disabled')
})

test('a policy gets no event of a type that it does not subscribe', () => {
  expect(verdictOf(policy, registryEvent({ type: 'DELETE_ARTIFACT' }), true)).toBe(
    'event type not subscribed',
  )
})

test('no policy gets anything while notifications are switched off, whatever else is wrong with it', () => {
  expect(verdictOf(policy, push, false)).toBe('switched off')
  expect(verdictOf({ ...policy, enabled: false, eventTypes: [] }, push, false)).toBe('switched off')
})

test('a disabled policy is named as disabled, not as unsubscribed', () => {
  expect(verdictOf({ ...policy, enabled: false, eventTypes: [] }, push, true)).toBe('policy disabled')
})

test('a policy gets no event that its filter keeps out, and the verdict says why', () => {
  const filter = { ...NO_FILTER, tags: { include: ['v*'], exclude: [] } }
  expect(verdictOf({ ...policy, filter }, push, true)).toBe('tag not matched')
})
