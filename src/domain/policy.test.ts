import { expect, test } from 'vitest'
import type { EventType } from './event-type.ts'
import { verdictOf } from './policy.ts'

const push = { type: 'PUSH_ARTIFACT' } as const
const policy = { enabled: true, eventTypes: ['PULL_ARTIFACT', 'PUSH_ARTIFACT'] as EventType[] }

test('an enabled policy that subscribes the event type gets the event', () => {
  expect(verdictOf(policy, push, true)).toBe('deliver')
})

test('a disabled policy gets nothing', () => {
  expect(verdictOf({ ...policy, enabled: false }, push, true)).toBe('policy disabled')
})

test('a policy gets no event of a type that it does not subscribe', () => {
  expect(verdictOf(policy, { type: 'DELETE_ARTIFACT' }, true)).toBe('event type not subscribed')
})

test('no policy gets anything while notifications are switched off, whatever else is wrong with it', () => {
  expect(verdictOf(policy, push, false)).toBe('switched off')
  expect(verdictOf({ enabled: false, eventTypes: [] }, push, false)).toBe('switched off')
})

test('a disabled policy is named as disabled, not as unsubscribed', () => {
  expect(verdictOf({ enabled: false, eventTypes: [] }, push, true)).toBe('policy disabled')
})
