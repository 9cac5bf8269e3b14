import { expect, test } from 'vitest'
import type { Failure } from './attempt.ts'
import { nextState } from './delivery.ts'
import type { RetryRule } from './retry-rule.ts'

const rule: RetryRule = {
  maxRetry: 5,
  initialWaitMs: 500,
  maxWaitMs: 1_800_000,
  factor: 3,
  randomization: 0.1,
}
const nowMs = 1_000_000

function after(
  failuresBefore: number,
  { failure = {}, rule: changes = {}, random = 0 }: AfterOptions = {},
): ReturnType<typeof nextState> {
  const whole = {
    code: 'status',
    text: 'the receiver answered 500',
    permanent: false,
    retryAfterMs: null,
  } as const
  return nextState(
    { failure: { ...whole, ...failure } },
    failuresBefore,
    { ...rule, ...changes },
    nowMs,
    random,
  )
}

interface AfterOptions {
  readonly failure?: Partial<Failure>
  readonly rule?: Partial<RetryRule>
  readonly random?: number
}

test('an attempt without a failure ends the delivery as a success', () => {
  const next = nextState({ failure: null }, 3, rule, nowMs, 0)
  expect(next).toEqual({ state: 'success', dueAtMs: null, failures: 3, reason: '' })
})

test('the first failure is followed by a retry after the first wait of the rule', () => {
  const text = 'the receiver answered 500'
  expect(after(0)).toEqual({ state: 'pending', dueAtMs: nowMs + 450, failures: 1, reason: text })
})

test.for([
  { failuresBefore: 1, wait: 1350 },
  { failuresBefore: 2, wait: 4050 },
  { failuresBefore: 3, wait: 12_150 },
  { failuresBefore: 4, wait: 36_450 },
])('after $failuresBefore earlier failures the wait is $wait ms', ({ failuresBefore, wait }) => {
  const next = after(failuresBefore)
  expect(next).toMatchObject({ state: 'pending', failures: failuresBefore + 1 })
  expect(next.dueAtMs).toBe(nowMs + wait)
})

test('the sixth failure uses up five retries and ends the delivery as an error', () => {
  expect(after(5)).toEqual({
    state: 'error',
    dueAtMs: null,
    failures: 6,
    reason: 'the receiver answered 500; gave up: all 5 retries are used',
  })
})

test('with no retries allowed the first failure is the last', () => {
  expect(after(0, { rule: { maxRetry: 0 } })).toMatchObject({ state: 'error', failures: 1 })
})

test('what can never succeed ends at once', () => {
  expect(after(0, { failure: { permanent: true, text: 'no such place' } })).toEqual({
    state: 'error',
    dueAtMs: null,
    failures: 1,
    reason: 'no such place; gave up: no later attempt can succeed',
  })
})

test('it gives up early when the wait would exceed the maximum', () => {
  const next = after(1, { rule: { maxWaitMs: 1349 } })
  expect(next).toMatchObject({ state: 'error', dueAtMs: null })
  expect(next.reason).toContain('the next wait would exceed the maximum of 1349 ms')
})

test('a wait as long as the maximum is still waited', () => {
  expect(after(1, { rule: { maxWaitMs: 1350 } })).toMatchObject({ state: 'pending', dueAtMs: nowMs + 1350 })
})

test('a Retry-After lengthens the wait', () => {
  expect(after(0, { failure: { retryAfterMs: 7000 } }).dueAtMs).toBe(nowMs + 7000)
})

test('a Retry-After never shortens the wait', () => {
  expect(after(3, { failure: { retryAfterMs: 1000 } }).dueAtMs).toBe(nowMs + 12_150)
})

test('a Retry-After never lengthens the wait beyond the maximum', () => {
  const next = after(0, { failure: { retryAfterMs: 86_400_000 } })
  expect(next).toMatchObject({ state: 'pending', dueAtMs: nowMs + rule.maxWaitMs })
})

test('a retry is due in whole milliseconds, never before its wait is over', () => {
  // 450 + 101 / 3
  expect(after(0, { random: 1 / 3 }).dueAtMs).toBe(nowMs + 484)
})
