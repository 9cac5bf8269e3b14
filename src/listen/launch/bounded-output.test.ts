import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoundedOutput } from './bounded-output.ts'

function outputOf(chunks: readonly Uint8Array[]): BoundedOutput {
  const output = new BoundedOutput()
  for (const chunk of chunks) output.add(chunk)
  return output
}

test('what is short is kept as it is, however it is cut into chunks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (text, size) => {
      const bytes = Buffer.from(text.toWellFormed())
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      )
      expect(outputOf(chunks).text()).toBe(text.toWellFormed().replace(/^\ufeff/, ''))
    }),
  )
})

test('of what is long the beginning and the end are kept, with whole characters, and how much is missing', () => {
  const line = '0123456789 äöü €\n'
  const text = outputOf(Array.from({ length: 20_000 }, () => Buffer.from(line))).text()
  expect(text).toMatch(/^0123456789 äöü €\n[^]*\n… \d+ bytes were left out …\n[^]*0123456789 äöü €\n$/)
  expect(text).not.toContain('\ufffd')
  expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024 + 100)
})

test('one chunk that is longer than all that is kept counts in full', () => {
  const output = outputOf([Buffer.alloc(1024 ** 2, 'a'), Buffer.from('end')])
  expect(output.totalBytes).toBe(1024 ** 2 + 3)
  expect(output.text()).toContain(`… ${1024 ** 2 + 3 - 64 * 1024} bytes were left out …`)
  expect(output.text().endsWith('aend')).toBe(true)
})
