import { expect, test } from 'vitest'
import { failureOf, isOutdated } from './api-failure.ts'

const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, statusText: 'Words', headers })

test('a failure says what the server says, and how long to wait', () => {
  const text = JSON.stringify({ errors: [{ code: 'CHANGED', message: 'it was changed' }], extra: 1 })
  const failure = failureOf(answer(412, { 'retry-after': '7' }), text)
  expect(failure).toMatchObject({
    status: 412,
    message: 'it was changed',
    code: 'CHANGED',
    retryAfterSeconds: 7,
    body: { extra: 1 },
  })
  expect(isOutdated(failure)).toBe(true)
})

test.for(['', 'null', '<html>', '[]', '{"errors":"none"}', '{"errors":[]}'])(
  'an answer %j that is not of Bellbuoy is known by its status',
  (text) => {
    expect(failureOf(answer(502), text)).toMatchObject({ status: 502, message: '502 Words', code: '' })
  },
)
