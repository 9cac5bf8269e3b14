import { expect, test } from 'vitest'
import { PAYLOAD_FORMATS } from './payload-formats.ts'

test('the payload formats are these, each under a name of its own', () => {
  const names = PAYLOAD_FORMATS.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Default', 'Proposal']))
  expect(new Set(names).size).toBe(names.length)
})
