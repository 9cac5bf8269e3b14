import { createPublicKey, verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { SIGNING_OVERLAP_MS, createSigningSecret } from '../../src/domain/target/signing-key.ts'
import type { TargetOptions } from '../../src/domain/options.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const POLICIES = '/api/v2.0/projects/team/webhook/policies'

function accepts(secret: string, { body, headers }: ReceivedRequest): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}

function acceptsPublic(publicKey: string, { body, headers }: ReceivedRequest): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const signatures = String(headers['webhook-signature']).split(' ')
  return signatures.some((signature) => {
    const [version, base64 = ''] = signature.split(',')
    return version === 'v1a' && verify(null, Buffer.from(text), key, Buffer.from(base64, 'base64'))
  })
}

/** Has one push delivered and gives the request that came of it. */
async function next(app: TestApp, receiver: Receiver): Promise<ReceivedRequest> {
  const before = receiver.requests.length
  await push(app)
  return (await receiver.waitFor(before + 1))[before]!
}

async function rotate(app: TestApp, query = '') {
  const [policy] = (await app.api.get(POLICIES)).body
  const path = `/api/v2.0/projects/team/webhook/targets/${policy.targets[0].id}/rotate-secret${query}`
  return (await app.api.post(path)).body
}

test('what is sent is signed as the reference library verifies it, and nothing else verifies', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const secret = createSigningSecret('v1')
  await createPolicy(app.api, { targets: [{ address: receiver.url(), options: { signing: { secret } } }] })
  const request = await next(app, receiver)

  expect(accepts(secret, request)).toBe(true)
  expect(accepts(createSigningSecret('v1'), request)).toBe(false)
  expect(accepts(secret, { ...request, body: `${request.body} ` })).toBe(false)
})

test('a retry has the same id and is signed with its own time', async () => {
  const clock = new ManualClock(Date.now())
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 500 : 200 }) })
  await using app = await startTestApp({ clock })
  const secret = createSigningSecret('v1')
  const policy = await createPolicy(app.api, {
    targets: [{ address: receiver.url(), options: { signing: { secret } } }],
  })
  await push(app)
  await receiver.waitFor(1)
  await expect.poll(() => app.rows(`select 1 from delivery where state = 'pending'`)).toHaveLength(1)
  clock.advance(2000)
  await policy.endedAlone()

  const [first, second] = receiver.requests
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(Number(second?.headers['webhook-timestamp'])).toBe(Number(first?.headers['webhook-timestamp']) + 2)
  expect(receiver.requests.map((request) => accepts(secret, request))).toEqual([true, true])
})

test('v1a is verified with the public key that the policy shows', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const secret = createSigningSecret('v1a')
  await createPolicy(app.api, { targets: [{ address: receiver.url(), options: { signing: { secret } } }] })
  const [policy] = (await app.api.get(POLICIES)).body
  const { signing } = policy.targets[0].options
  expect(signing).toEqual({ secret: '', public_key: expect.stringMatching(/^whpk_/) })
  expect(acceptsPublic(signing.public_key, await next(app, receiver))).toBe(true)
})

test('a new secret is made and shown once; the former signs beside it for a day', async () => {
  const clock = new ManualClock(Date.now())
  await using receiver = await startReceiver()
  await using app = await startTestApp({ clock })
  await createPolicy(app.api, { targets: [receiver.url()] })

  const first = await rotate(app)
  expect(first).toEqual({ secret: expect.stringMatching(/^whsec_/) })
  const second = await rotate(app)
  const until = new Date(clock.now() + SIGNING_OVERLAP_MS).toISOString()
  expect(second).toEqual({ former_valid_until: until, secret: expect.stringMatching(/^whsec_/) })
  const third = await rotate(app, '?scheme=v1a')
  expect(third).toMatchObject({ public_key: expect.stringMatching(/^whpk_/), former_valid_until: until })

  const during = await next(app, receiver)
  expect(acceptsPublic(third.public_key, during)).toBe(true)
  expect([first, second].map(({ secret }) => accepts(secret, during))).toEqual([false, true])

  clock.advance(SIGNING_OVERLAP_MS)
  const after = await next(app, receiver)
  expect(acceptsPublic(third.public_key, after)).toBe(true)
  expect(after.headers['webhook-signature']).not.toContain(' ')
  expect(JSON.stringify((await app.api.get(POLICIES)).body)).not.toContain('whs')
})

test('a secret that a PUT replaces signs on for a day; one that it takes away does not', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const [old, fresh] = [createSigningSecret('v1'), createSigningSecret('v1')]
  const target = (options: TargetOptions) => ({ type: 'http', address: receiver.url(), options })
  const policy = await createPolicy(app.api, { targets: [target({ signing: { secret: old } })] })

  await policy.update({ targets: [target({ signing: { secret: fresh } })] })
  const both = await next(app, receiver)
  expect([accepts(old, both), accepts(fresh, both)]).toEqual([true, true])

  await policy.update({ targets: [target({ signing: {} })] })
  const kept = await next(app, receiver)
  expect([accepts(old, kept), accepts(fresh, kept)]).toEqual([true, true])

  await policy.update({ targets: [target({})] })
  expect((await next(app, receiver)).headers).not.toHaveProperty('webhook-signature')
})

test('a target of another project has no secret to give', async () => {
  await using app = await startTestApp()
  await createPolicy(app.api, { targets: ['http://a.test'] })
  await app.api.post('/api/v2.0/projects', { project_name: 'other' })
  const { status } = await app.api.post('/api/v2.0/projects/other/webhook/targets/1/rotate-secret')
  expect(status).toBe(404)
})
