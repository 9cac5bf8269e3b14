import { expect, test } from 'vitest'
import type { EventType } from '../domain/event/event-type.ts'
import type { Failure } from '../domain/delivery/attempt.ts'
import { leasedDelivery } from '../../test/support/events/leased-delivery.ts'
import { TargetOutcomes } from './target-outcomes.ts'

const FAILURE: Failure = { code: 'status', text: 'answered 503', permanent: false, retryAfterMs: null }

/** Outcomes that count their turns. */
function watched() {
  const outcomes = new TargetOutcomes()
  const turns = { count: 0 }
  outcomes.onTurn = () => {
    turns.count++
  }
  const attempt = (failure: Failure | null) => ({
    startedAtMs: 0,
    durationMs: 1,
    request: null,
    response: { status: failure === null ? 200 : 503, headers: {}, body: '', truncated: false },
    failure,
  })
  const fail = (id: number, failures: number, ends = false, eventType: EventType = 'PUSH_ARTIFACT') =>
    outcomes.ended({ ...leasedDelivery(id), targetId: 7, eventType }, attempt(FAILURE), {
      state: ends ? 'error' : 'pending',
      dueAtMs: ends ? null : 1,
      failures,
      reason: '',
    })
  const succeed = () =>
    outcomes.ended({ ...leasedDelivery(99), targetId: 7 }, attempt(null), {
      state: 'success',
      dueAtMs: null,
      failures: 0,
      reason: '',
    })
  return { outcomes, turns, fail, succeed }
}

test('two failed attempts are a hiccup, three are trouble, with the first delivery that failed', () => {
  const { outcomes, turns, fail } = watched()
  fail(5, 1)
  fail(6, 2)
  expect([outcomes.lasting, turns.count]).toEqual([[], 0])
  fail(6, 3)
  expect(outcomes.lasting).toEqual([
    {
      targetId: 7,
      firstDeliveryId: 5,
      cause: 'server_error',
      reason: 'answered 503',
      isQuiet: false,
      isLasting: true,
    },
  ])
  fail(8, 4)
  expect(turns.count).toBe(1)
})

test('one delivery that failed for good is trouble, and a success ends it', () => {
  const { outcomes, turns, fail, succeed } = watched()
  fail(5, 1, true)
  expect([outcomes.lasting.length, turns.count]).toEqual([1, 1])
  outcomes.follow([7])
  succeed()
  expect([outcomes.lasting, outcomes.hasSucceeded(7), turns.count]).toEqual([[], true, 2])
  outcomes.follow([])
  expect(outcomes.hasSucceeded(7)).toBe(false)
})

test('a failure after the success counts again', () => {
  const { outcomes, fail, succeed } = watched()
  outcomes.follow([7])
  succeed()
  fail(9, 1, true)
  expect([outcomes.hasSucceeded(7), outcomes.lasting[0]?.firstDeliveryId]).toEqual([false, 9])
})

test('a target at which only meta events fail is quiet, until another one fails', () => {
  const { outcomes, fail } = watched()
  fail(5, 1, true, 'TARGET_FAILING')
  expect(outcomes.lasting[0]?.isQuiet).toBe(true)
  fail(6, 1)
  expect(outcomes.lasting[0]?.isQuiet).toBe(false)
  fail(7, 1, true, 'TARGET_FAILING')
  expect(outcomes.lasting[0]?.isQuiet).toBe(false)
})

test('a failure is forgotten when the problem was closed by another node, where the target succeeded', () => {
  const { outcomes, fail } = watched()
  fail(5, 1, true)
  outcomes.forgetClosed(new Set())
  expect(outcomes.lasting, 'its problem is not open yet').toHaveLength(1)
  outcomes.follow([7])
  outcomes.forgetClosed(new Set([7]))
  expect(outcomes.lasting).toHaveLength(1)
  outcomes.forgetClosed(new Set())
  expect(outcomes.lasting).toEqual([])
})
