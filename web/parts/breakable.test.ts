import { expect, test } from 'vitest'
import { partsOf } from './breakable.tsx'

test.each([
  [
    'https://ci.acme.example/hooks/registry?key=one-two',
    ['https://', 'ci.', 'acme.', 'example/', 'hooks/', 'registry?', 'key=', 'one-two'],
  ],
  ['http://127.0.0.1:8080/v1.2', ['http://', '127.0.0.1:', '8080/', 'v1.2']],
  ['robot$harbour+builder', ['robot$harbour+', 'builder']],
])('%s breaks after what separates its parts, and never within', (address, parts) => {
  expect(partsOf(address)).toEqual(parts)
})
