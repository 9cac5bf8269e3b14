import { expect, test } from 'vitest'
import { spanOf } from './span-of.ts'

test('the span of half a million numbers is their lowest and highest', () => {
  const numbers = Array.from({ length: 500_000 }, (_, index) => (index * 7919) % 500_000)
  expect(spanOf(numbers)).toEqual([0, 499_999])
})
