import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { createSigningSecret, readSigningSecret } from '../../domain/target/signing-key.ts'
import { type SenderFault, checkSender } from './check-sender.ts'
import type { Headers } from './headers.ts'
import { type Sender, type SenderSecrets, createSender } from './sender.ts'

const NOW_MS = 1_772_359_204_000
const BODY = Buffer.from('{"type":"PUSH_ARTIFACT","name":"größe"}')

function senderOf(secrets: Partial<SenderSecrets>): Sender {
  const sender = createSender({ authorizations: [], signingSecrets: [], ...secrets })
  if ('fault' in sender) throw new Error(sender.fault)
  return sender
}

function check(sender: Sender, headers: Headers, { body = BODY, nowMs = NOW_MS } = {}): SenderFault | null {
  return checkSender(sender, { headers, body, nowMs })
}

/** The headers of a delivery that these secrets sign. */
function signed(secrets: readonly string[], { body = BODY, atMs = NOW_MS, id = 'event_7' } = {}) {
  const timestamp = String(Math.floor(atMs / 1000))
  const signatures = secrets.map((secret) => {
    const key = readSigningSecret(secret)
    if ('fault' in key) throw new Error(key.fault)
    return key.sign(`${id}.${timestamp}.${body.toString()}`)
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

function publicKeyOf(secret: string): string {
  const key = readSigningSecret(secret)
  return 'fault' in key ? '' : (key.publicKey ?? '')
}

test('without secrets every sender is fine', () => {
  expect(check(senderOf({}), {})).toBeNull()
})

describe('the header Authorization', () => {
  const sender = senderOf({ authorizations: ['Bearer new', 'old'] })

  test.for(['Bearer new', 'old', 'Secret old', 'Secret Bearer new'])('%s is accepted', (authorization) => {
    expect(check(sender, { authorization })).toBeNull()
  })

  test.for(['Bearer ne', 'Bearer new ', 'bearer new', 'new', 'Secret', 'secret old', 'Bearer old', ' old'])(
    '%j is not',
    (authorization) => {
      expect(check(sender, { authorization })).toMatchObject({ about: 'authorization', code: 'wrong' })
    },
  )

  test('is missed where there is none', () => {
    expect(check(sender, {})).toMatchObject({ about: 'authorization', code: 'missing' })
    expect(check(sender, { authorization: '' })).toMatchObject({ code: 'missing' })
  })

  test('may have other characters than ASCII', () => {
    const own = senderOf({ authorizations: ['Bearer größe'] })
    expect(check(own, { authorization: Buffer.from('Bearer größe').toString('latin1') })).toBeNull()
  })
})

describe.each(['v1', 'v1a'] as const)('a signature %s', (scheme) => {
  const [old, current, other] = [1, 2, 3].map(() => createSigningSecret(scheme)) as [string, string, string]
  const keyOf = (secret: string): string => (scheme === 'v1' ? secret : publicKeyOf(secret))
  const sender = senderOf({ signingSecrets: [keyOf(old), keyOf(current)] })

  test('of any accepted secret is enough, also beside one that is not', () => {
    expect(check(sender, signed([current]))).toBeNull()
    expect(check(sender, signed([old]))).toBeNull()
    expect(check(sender, signed([other, current]))).toBeNull()
  })

  test('of another secret, body, id or time is wrong', () => {
    const wrong = { about: 'signature', code: 'wrong' }
    expect(check(sender, signed([other]))).toMatchObject(wrong)
    expect(check(sender, signed([current]), { body: Buffer.from('{}') })).toMatchObject(wrong)
    expect(check(sender, { ...signed([current]), 'webhook-id': 'event_8' })).toMatchObject(wrong)
    const later = String(NOW_MS / 1000 + 1)
    expect(check(sender, { ...signed([current]), 'webhook-timestamp': later })).toMatchObject(wrong)
  })

  test('is of its time, five minutes to either side', () => {
    const headers = signed([current])
    expect(check(sender, headers, { nowMs: NOW_MS + 300_000 })).toBeNull()
    expect(check(sender, headers, { nowMs: NOW_MS - 300_000 })).toBeNull()
    expect(check(sender, headers, { nowMs: NOW_MS + 301_000 })).toMatchObject({ code: 'too old' })
    expect(check(sender, headers, { nowMs: NOW_MS - 301_000 })).toMatchObject({ code: 'too new' })
    const patient = { ...sender, toleranceMs: 3_600_000 }
    expect(check(patient, headers, { nowMs: NOW_MS + 301_000 })).toBeNull()
  })

  test('is missed, or cannot be read', () => {
    const headers = signed([current])
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      expect(check(sender, { ...headers, [name]: undefined }), name).toMatchObject({ code: 'missing' })
    for (const time of ['1.5', '-1', 'now', '1e9', '9'.repeat(20)])
      expect(check(sender, { ...headers, 'webhook-timestamp': time }), time).toMatchObject({
        code: 'malformed',
      })
    for (const signature of ['v1', 'v1,', 'v2,AAAA', 'AAAA', ','])
      expect(check(sender, { ...headers, 'webhook-signature': signature })).toMatchObject({
        code: 'malformed',
      })
  })

  test('stands among the first eight of its header', () => {
    const headers = signed([...Array<string>(8).fill(other), current])
    expect(check(sender, headers)).toMatchObject({ code: 'wrong' })
  })

  test('does not count for the other scheme, and the fault says so', () => {
    const secret = createSigningSecret(scheme === 'v1' ? 'v1a' : 'v1')
    expect(check(sender, signed([secret]))?.text).toContain('another scheme')
  })

  test('is asked for beside the header Authorization where both are set', () => {
    const both = senderOf({ signingSecrets: [keyOf(current)], authorizations: ['abc'] })
    expect(check(both, signed([current]))).toMatchObject({ about: 'authorization', code: 'missing' })
    expect(check(both, { authorization: 'abc' })).toMatchObject({ about: 'signature', code: 'missing' })
    expect(check(both, { ...signed([current]), authorization: 'abc' })).toBeNull()
  })
})

test('the reference library agrees about v1', () => {
  const secret = createSigningSecret('v1')
  const now = new Date()
  const signature = new Webhook(secret).sign('msg_1', now, BODY.toString())
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  }
  const request = { headers, body: BODY, nowMs: now.getTime() }
  expect(checkSender(senderOf({ signingSecrets: [secret] }), request)).toBeNull()
  expect(checkSender(senderOf({ signingSecrets: [secret.replace('whsec_', '')] }), request)).toBeNull()
})

test.for([
  ['whsk_AAAA', 'public key'],
  ['whsec_AAAA', '24 to 64 bytes'],
  ['whpk_AAAA', '32 bytes'],
  ['whsec_not base64', 'whsec_ and the base64'],
  ['', 'whsec_ and the base64'],
] as const)('a signing secret %j is refused, and the fault says what to do', ([secret, text]) => {
  const sender = createSender({ authorizations: [], signingSecrets: [createSigningSecret('v1'), secret] })
  expect(sender).toMatchObject({ fault: expect.stringContaining(text) as string, index: 1 })
})

test('a fault shows nothing of what was sent, whatever that is', () => {
  const sender = senderOf({ authorizations: ['abc'], signingSecrets: [createSigningSecret('v1')] })
  const sent = fc.record({
    authorization: fc.oneof(fc.constant('abc'), fc.constant('sent-by-them')),
    'webhook-id': fc.constantFrom('', 'sent-by-them'),
    'webhook-timestamp': fc.constantFrom('sent-by-them', '1', String(NOW_MS / 1000)),
    'webhook-signature': fc.oneof(fc.string(), fc.constantFrom('sent-by-them', 'v1,AAAA', 'v1a,AAAA')),
  })
  fc.assert(
    fc.property(sent, (headers) => {
      expect(check(sender, headers)?.text).not.toContain('sent-by-them')
      expect(check(sender, headers)).not.toBeNull()
    }),
  )
})
