import { expect, test } from 'vitest'
import { digestBytes, digestOf } from './digest-bytes.ts'

const sha256 = `sha256:${'0a'.repeat(32)}`
const sha512 = `sha512:${'f0'.repeat(64)}`

test('a digest is stored as its bytes, after one for its algorithm', () => {
  expect(Buffer.from(digestBytes(sha256)).toString('hex')).toBe(`01${'0a'.repeat(32)}`)
  expect(digestBytes(sha512)).toHaveLength(65)
})

test.for([
  sha256,
  sha512,
  sha256.toUpperCase(),
  sha256.replace('a', 'A'),
  sha256.slice(0, -1),
  `${sha256}0`,
  `${sha256}\n`,
  'sha384:00',
  'ſha256:…',
  '\0',
  '',
])('%j comes back as it was', (digest) => {
  expect(digestOf(digestBytes(digest))).toBe(digest)
})

test('two texts are never stored as one', () => {
  const texts = [sha256, sha256.toUpperCase(), `\x01${'\n'.repeat(32)}`, '']
  expect(new Set(texts.map((text) => Buffer.from(digestBytes(text)).toString('hex'))).size).toBe(texts.length)
})
