import { describe, expect, test } from 'vitest'
import { waitBeforeRetry } from './retry.ts'

const READS = { method: 'GET' } as const
const ASKS = { method: 'POST', isOnlyQuestion: true } as const
const CHANGES = { method: 'POST' } as const
const failure = (status: number, code = '', retryAfterSeconds: number | null = null) => ({
  status,
  code,
  retryAfterSeconds,
})

describe('a call is tried again', () => {
  test.for([0, 429, 502, 503, 504])('after %i when it only reads', (status) => {
    expect(waitBeforeRetry(READS, failure(status), 1)).toBe(250)
    expect(waitBeforeRetry(ASKS, failure(status), 1)).toBe(250)
  })

  test.for([
    [429, 'TOO_MANY_REQUESTS'],
    [503, 'UNAVAILABLE'],
  ] as const)('after %i %s also when it changes something: the server did nothing', ([status, code]) => {
    expect(waitBeforeRetry(CHANGES, failure(status, code), 1)).toBe(250)
  })

  test('after twice as long each time, and after half a minute at the latest', () => {
    const waits = [1, 2, 3, 4, 20].map((tries) => waitBeforeRetry(READS, failure(503), tries))
    expect(waits).toEqual([250, 500, 1000, 2000, 30_000])
  })

  test('when the server says, if that is soon', () => {
    expect(waitBeforeRetry(READS, failure(503, '', 7), 1)).toBe(7000)
    expect(waitBeforeRetry(READS, failure(503, '', 31), 1)).toBeNull()
  })
})

describe('a call is not tried again', () => {
  test.for([0, 502, 503, 504])('after %i when it may have changed something', (status) => {
    expect(waitBeforeRetry(CHANGES, failure(status), 1)).toBeNull()
  })

  test.for([400, 401, 403, 404, 409, 412, 500])('after %i: it would end the same', (status) => {
    expect(waitBeforeRetry(READS, failure(status), 1)).toBeNull()
  })
})
