import { expect, test } from 'vitest'
import { partsOf } from './breakable.tsx'

test('an address breaks after what separates its parts, and never within', () => {
  const address = 'https://ci.acme.example/hooks/registry?key=one-two'
  const parts = ['https://', 'ci.', 'acme.', 'example/', 'hooks/', 'registry?', 'key=', 'one-two']
  expect(partsOf(address)).toEqual(parts)
})
