import { describe, expect, test } from 'vitest'
import { signatureOf } from './signature.ts'

const now = Date.parse('2026-03-01T10:00:00Z')

describe('the signature of a target', () => {
  test('is none without a secret', () => {
    expect(signatureOf({ options: { headers: {} } }, now)).toBeNull()
  })

  test('is v1, or v1a where there is a public key', () => {
    expect(signatureOf({ options: { signing: { secret: '' } } }, now)?.scheme).toBe('v1')
    const options = { signing: { secret: '', public_key: 'whpk_1' } }
    expect(signatureOf({ options }, now)).toMatchObject({ scheme: 'v1a', publicKey: 'whpk_1' })
  })

  test('is made with the secret before too, until its time has gone by', () => {
    const target = { options: { signing: {} }, former_signing_until: '2026-03-01T10:00:01Z' }
    expect(signatureOf(target, now)?.formerUntil).toBe(target.former_signing_until)
    expect(signatureOf(target, now + 1000)?.formerUntil).toBeNull()
  })
})
