import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exchange, differencesFrom, flattened, withDifferences, withValues } from './exchange-base.ts'

const value = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 }))
const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), value, { maxKeys: 6 })
const response: fc.Arbitrary<Exchange> = fc.record(
  {
    status: fc.nat(),
    headers,
    body: fc.string(),
    truncated: fc.boolean(),
    remark: fc.string(),
    recipients: fc.array(headers),
  },
  { requiredKeys: ['status', 'headers'] },
)

test('an exchange is its base and what differs, in the same order', () => {
  fc.assert(
    fc.property(
      response,
      fc.infiniteStream(fc.boolean()),
      fc.infiniteStream(value),
      (exchange, keeps, others) => {
        const { shape, values } = flattened(exchange)
        const changed = values.map((one) => (keeps.next().value ? one : others.next().value))
        const base = withValues(exchange, changed)
        expect(flattened(base).shape).toBe(shape)
        const differences = differencesFrom(flattened(base), flattened(exchange))
        const restored = withDifferences(base, (JSON.parse(JSON.stringify(differences)) ?? {}) as Exchange)
        expect(JSON.stringify(restored)).toBe(JSON.stringify(exchange))
      },
    ),
  )
})

test('exchanges with other headers, or headers in another order, have another shape', () => {
  const shapes = [{ a: '1', b: '2' }, { b: '2', a: '1' }, { a: '1' }, { a: '1', b: '2', c: '3' }].map(
    (sent) => flattened({ line: 'POST / HTTP/1.1', headers: sent }).shape,
  )
  expect(new Set(shapes).size).toBe(4)
})

test('an exchange like its base has no differences', () => {
  const exchange = { status: 200, headers: { via: ['a', 'b'] }, body: 'ok', truncated: false }
  expect(differencesFrom(flattened(exchange), flattened(structuredClone(exchange)))).toBeNull()
})
