import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretsEqual } from './secret-equality.ts'

test('a secret equals itself', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (secret) => secretsEqual(secret, secret)))
})

test('two different secrets are never equal, whatever their lengths', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      fc.pre(left !== right)
      expect(secretsEqual(left, right)).toBe(false)
    }),
  )
})

test.for([
  ['token', 'token '],
  ['token', 'tokenx'],
  ['token', 'Token'],
  ['token', ''],
] as const)('%j is not %j', ([left, right]) => {
  expect(secretsEqual(left, right)).toBe(false)
})
