import { expect, test } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.ts'
import { Breaker, contactOf } from './breaker.ts'
import type { FailureCode } from '../domain/delivery/attempt.ts'

function newBreaker(): { readonly breaker: Breaker; readonly clock: ManualClock } {
  const clock = new ManualClock()
  return { breaker: new Breaker(clock), clock }
}

/** A breaker that has just opened. */
function openBreaker(): ReturnType<typeof newBreaker> {
  const opened = newBreaker()
  fail(opened, { times: 20, everyMs: 4000 })
  expect(opened.breaker.isOpen).toBe(true)
  return opened
}

function fail(
  { breaker, clock }: ReturnType<typeof newBreaker>,
  { times, everyMs }: { readonly times: number; readonly everyMs: number },
): void {
  for (let failed = 0; failed < times; failed++) {
    if (failed > 0) clock.advance(everyMs)
    breaker.ended('silent')
  }
}

test('a breaker opens after twenty attempts in a row without an answer, over a minute or more', () => {
  const { breaker, clock } = newBreaker()
  for (let failed = 1; failed < 20; failed++) {
    expect(breaker.ended('silent')).toBeNull()
    clock.advance(4000)
  }
  expect(breaker.ended('silent')).toBe('opened')
  expect(breaker.ended('silent')).toBeNull()
})

test.each([
  ['twenty attempts within a minute', { times: 21, everyMs: 2900 }],
  ['nineteen attempts over an hour', { times: 19, everyMs: 200_000 }],
])('a breaker stays closed after %s', (_, failures) => {
  const closed = newBreaker()
  fail(closed, failures)
  expect(closed.breaker.isOpen).toBe(false)
})

test('an answer, whatever it says, closes a breaker, which counts anew from then on', () => {
  const opened = openBreaker()
  expect([opened.breaker.ended('answered'), opened.breaker.isAtRest]).toEqual(['closed', true])
  fail(opened, { times: 19, everyMs: 4000 })
  expect(opened.breaker.isOpen).toBe(false)
})

test('attempts that say nothing of the receiver neither open a breaker nor close it', () => {
  const { breaker } = newBreaker()
  expect([breaker.ended('unknown'), breaker.isAtRest]).toEqual([null, true])
  const opened = openBreaker()
  expect([opened.breaker.ended('unknown'), opened.breaker.isOpen]).toEqual([null, true])
})

test('probes come 5, 10, 20 and then every 30 seconds after the last attempt', () => {
  const { breaker, clock } = openBreaker()
  for (const waitMs of [5000, 10_000, 20_000, 30_000, 30_000]) {
    clock.advance(waitMs - 1)
    expect(breaker.beginClaim(true)).toBe(0)
    clock.advance(1)
    expect(breaker.beginClaim(true)).toBe(1)
    breaker.probe()
    breaker.ended('silent')
  }
})

test('a retry puts the next probe off, and none goes out beside an attempt under way', () => {
  const { breaker, clock } = openBreaker()
  clock.advance(4000)
  breaker.ended('silent')
  clock.advance(4000)
  expect(breaker.beginClaim(true)).toBe(0)
  clock.advance(1000)
  expect([breaker.beginClaim(false), breaker.beginClaim(true)]).toEqual([0, 1])
})

test('probes keep their times whatever becomes of the clock of the system', () => {
  const { breaker, clock } = openBreaker()
  clock.jump(-3_600_000)
  expect(breaker.askAtMs).toBe(clock.now() + 5000)
  clock.advance(5000)
  expect(breaker.beginClaim(true)).toBe(1)
})

test('what a claim left is asked for at once when the breaker has closed meanwhile', () => {
  const { breaker, clock } = openBreaker()
  breaker.close()
  expect(breaker.askAtMs).toBe(clock.now())
})

test('a breaker that was open before a restart is open after it, and its first probe goes out at once', () => {
  const { breaker } = newBreaker()
  breaker.restore()
  expect([breaker.isOpen, breaker.beginClaim(true)]).toEqual([true, 1])
})

const outcomeWith = (code: FailureCode, response: { readonly status: number } | null = null) => ({
  failure: { code, text: '', permanent: false, retryAfterMs: null },
  response: response === null ? null : { ...response, headers: {}, body: '', truncated: false },
})

test.each(['dns', 'connect', 'tls', 'timeout', 'closed', 'protocol'] as const)(
  'a failure of the kind %s is a silence',
  (code) => expect(contactOf([outcomeWith(code)])).toBe('silent'),
)

test.each(['blocked_address', 'invalid_address', 'login', 'over_budget', 'interrupted', 'internal'] as const)(
  'a failure of the kind %s says nothing of the receiver',
  (code) => expect(contactOf([outcomeWith(code)])).toBe('unknown'),
)

test('an answer of whichever status is an answer', () => {
  expect(contactOf([outcomeWith('status', { status: 500 })])).toBe('answered')
  expect(contactOf([outcomeWith('closed'), { failure: null, response: null }])).toBe('answered')
})
