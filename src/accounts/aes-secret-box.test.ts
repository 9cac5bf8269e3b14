import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aesSecretBox } from './aes-secret-box.ts'

const box = aesSecretBox('the key')

/** Sealed text with its nonce, tag and ciphertext changed. */
function altered(sealed: string, change: (bytes: Buffer) => Buffer): string {
  const [version, keyId, text = ''] = sealed.split(':')
  return [version, keyId, change(Buffer.from(text, 'base64url')).toString('base64url')].join(':')
}

test('what was sealed can be opened, also after a restart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (clear) => {
      expect(aesSecretBox('the key').open(box.seal(clear))).toBe(clear)
    }),
  )
})

test('sealed text says nothing of what it holds, and is different each time', () => {
  const [one, other] = [box.seal('a very secret secret'), box.seal('a very secret secret')]
  expect(one).not.toBe(other)
  expect(one).toMatch(/^v1:[0-9a-f]{8}:[\w-]+$/)
  expect(Buffer.from(one.split(':')[2] ?? '', 'base64url').toString('latin1')).not.toContain('secret')
})

test('sealed text of which one bit was changed cannot be opened', () => {
  const sealed = box.seal('secret')
  const bits = 8 * (12 + 16 + 'secret'.length)
  fc.assert(
    fc.property(fc.nat({ max: bits - 1 }), (bit) => {
      const tampered = altered(sealed, (bytes) => {
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        return bytes
      })
      expect(() => box.open(tampered)).toThrow()
    }),
  )
})

test.for(['secret', ''])('sealed %j that was cut short cannot be opened', (clear) => {
  const sealed = box.seal(clear)
  const whole = 12 + 16 + clear.length
  for (let length = 0; length < whole; length++) {
    expect(() => box.open(altered(sealed, (bytes) => bytes.subarray(0, length)))).toThrow()
  }
})

test('sealed text to which something was added cannot be opened', () => {
  expect(() => box.open(altered(box.seal('secret'), (bytes) => Buffer.concat([bytes, bytes])))).toThrow()
})

test('another key opens nothing, and the fault names both keys by their ids', () => {
  const sealed = box.seal('secret')
  const ownId = sealed.split(':')[1]
  const otherId = aesSecretBox('another key').seal('').split(':')[1]
  expect(otherId).not.toBe(ownId)
  expect(() => aesSecretBox('another key').open(sealed)).toThrow(
    `a stored secret was sealed with key ${ownId}, but the secret key in use is ${otherId}`,
  )
})

test('another key opens nothing even if the text claims to be sealed with it', () => {
  const otherId = aesSecretBox('another key').seal('').split(':')[1]
  const [version, , text] = box.seal('secret').split(':')
  expect(() => aesSecretBox('another key').open(`${version}:${otherId}:${text}`)).toThrow()
})

test.for(['', 'secret', 'v2:00000000:abcd', 'v1:00000000'])('%j is in no known form', (text) => {
  expect(() => box.open(text)).toThrow('a stored secret is not in a known form')
})
