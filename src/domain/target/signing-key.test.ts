import { createPublicKey, verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { type SigningKey, createSigningSecret, readSigningSecret } from './signing-key.ts'

function keyOf(secret: string): SigningKey {
  const key = readSigningSecret(secret)
  if ('fault' in key) throw new Error(key.fault)
  return key
}

const base64 = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64')

test('v1 signs as the reference library does', () => {
  const secret = createSigningSecret('v1')
  const at = new Date(1_772_359_203_000)
  const signed = new Webhook(secret).sign('event_3', at, '{"a":"é⚓"}')
  expect(keyOf(secret).sign('event_3.1772359203.{"a":"é⚓"}')).toBe(signed)
})

test('v1a signs with ed25519, and the public key verifies it', () => {
  const { publicKey, sign } = keyOf(createSigningSecret('v1a'))
  const [version, signature = ''] = sign('id.1.{}').split(',')
  const x = Buffer.from(publicKey!.slice('whpk_'.length), 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  expect(version).toBe('v1a')
  expect(verify(null, Buffer.from('id.1.{}'), key, Buffer.from(signature, 'base64'))).toBe(true)
  expect(verify(null, Buffer.from('id.2.{}'), key, Buffer.from(signature, 'base64'))).toBe(false)
})

test('an ed25519 key may be given with its public key behind it', () => {
  const seed = Buffer.from(createSigningSecret('v1a').slice('whsk_'.length), 'base64')
  const { publicKey } = keyOf(`whsk_${seed.toString('base64')}`)
  const pair = Buffer.concat([seed, Buffer.from(publicKey!.slice('whpk_'.length), 'base64')])
  expect(keyOf(`whsk_${pair.toString('base64')}`).publicKey).toBe(publicKey)
})

test.for([24, 64])('a v1 secret may have %i bytes', (bytes) => {
  expect(keyOf(`whsec_${base64(bytes)}`).scheme).toBe('v1')
})

test.for([
  ['whsec_', 'whsec_ or whsk_ with base64'],
  ['plain text', 'whsec_ or whsk_ with base64'],
  ['whsec_not base64!', 'whsec_ or whsk_ with base64'],
  [`whsec_${base64(23)}`, 'has 24 to 64 bytes, but this one has 23'],
  [`whsec_${base64(65)}`, 'has 24 to 64 bytes, but this one has 65'],
  [`whsk_${base64(31)}`, 'an ed25519 seed'],
  [`whsk_${base64(64)}`, 'an ed25519 seed'],
] as const)('%s is no signing secret', ([secret, why]) => {
  expect(readSigningSecret(secret)).toEqual({ fault: expect.stringContaining(why) })
})
