import { expect, test } from 'vitest'
import type { Attempt } from '../../../domain/delivery/attempt.ts'
import type { Delivery } from '../../../domain/delivery/delivery.ts'
import { attemptLog } from './attempt-log.ts'

const FORGED = '2026-01-01T00:00:00.000Z [INFO]: delivered'

test.each(['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'])(
  'no answer of a receiver writes a line of the log, by %j neither',
  (end) => {
    const text = `no${end}${FORGED}`
    const delivery = {
      eventType: 'PUSH_ARTIFACT',
      eventId: 'e',
      payload: text,
      state: 'error',
      reason: text,
      attempts: 1,
      createdAtMs: 0,
      updatedAtMs: 0,
      endedAtMs: 0,
      dueAtMs: null,
    } as unknown as Delivery
    const attempt = {
      number: 1,
      startedAtMs: 0,
      durationMs: 1,
      request: { line: 'POST / HTTP/1.1', headers: {}, remark: text },
      response: {
        status: 500,
        headers: {},
        body: text,
        truncated: false,
        remark: text,
        recipients: [{ address: 'a@b.test', fate: 'refused', answer: text }],
      },
      failure: { code: 'status', text, permanent: false, retryAfterMs: null },
    } as unknown as Attempt
    const lines = attemptLog(delivery, [attempt]).split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    expect(lines.filter((line) => line === FORGED || line.startsWith(FORGED))).toEqual([])
    expect(lines.filter((line) => line.includes('delivered')).length).toBeGreaterThan(5)
  },
)
