import { expect, test } from 'vitest'
import { type EventOutcome, outcomeOf } from './outcome-of.ts'

type Event = Parameters<typeof outcomeOf>[0]
type Delivery = Event['deliveries'][number]

const delivery = (of: Partial<Delivery>): Delivery => ({
  id: 1,
  event_id: 'e',
  event_type: 'PUSH_ARTIFACT',
  repository: 'shop/web',
  project_id: 1,
  project_name: 'shop',
  target_type: 'http',
  target_address: 'https://builds.example/hook',
  policy_id: 7,
  policy_name: 'builds',
  target_id: 1,
  state: 'success',
  attempts: 1,
  created_at: '2026-03-01T10:00:00Z',
  updated_at: '2026-03-01T10:00:00Z',
  ...of,
})
const event = (of: Partial<Event>): Event => ({ deliveries: [], verdicts: [], ...of })
const verdict = (text: string) => ({ policy_id: 7, policy_name: 'builds', verdict: text })

test.for<[string, Event, Partial<EventOutcome>]>([
  ['a success', event({ deliveries: [delivery({})] }), { kind: 'delivered', n: 1, all: 1 }],
  [
    'a failure beside a success',
    event({ deliveries: [delivery({}), delivery({ id: 2, target_id: 2, state: 'error', reason: '503' })] }),
    { kind: 'failed', n: 1, all: 2, reason: '503', deliveryId: 2 },
  ],
  [
    'a failure that was sent again',
    event({ deliveries: [delivery({ state: 'error', redelivered_as: 2 }), delivery({ id: 2 })] }),
    { kind: 'recovered', deliveryId: 2 },
  ],
  [
    'a failure that is being sent again',
    event({
      deliveries: [delivery({ state: 'error', redelivered_as: 2 }), delivery({ id: 2, state: 'running' })],
    }),
    { kind: 'running' },
  ],
  ['a retry', event({ deliveries: [delivery({ state: 'pending' })] }), { kind: 'retries' }],
  ['a wait', event({ deliveries: [delivery({ state: 'pending', attempts: 0 })] }), { kind: 'waits' }],
  [
    'the delivery of another webhook',
    event({ deliveries: [delivery({ policy_id: 8 })], verdicts: [verdict('tag not matched')] }),
    { kind: 'unsent', verdict: 'tag not matched' },
  ],
  ['no verdict', event({}), { kind: 'tooEarly' }],
  ['what was withheld', event({ withheld: 'switched off' }), { kind: 'unsent', verdict: 'switched off' }],
  ['a part', event({ merged_into: 'w' }), { kind: 'merged' }],
  ['what is held', event({ held_until: '2026-03-01T10:00:00Z' }), { kind: 'undecided' }],
  ['no target', event({ verdicts: [verdict('deliver')] }), { kind: 'noTarget' }],
])('%s has its words', ([, of, expected]) => {
  expect(outcomeOf(of, 7)).toMatchObject(expected)
})
