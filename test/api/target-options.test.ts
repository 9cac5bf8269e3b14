import { expect, test } from 'vitest'
import { createSigningSecret } from '../../src/domain/target/signing-key.ts'
import type { TargetOptions } from '../../src/domain/options.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'

const ADDRESS = 'https://ci.test/hook'
const target = (options: TargetOptions, changes: object = {}) => ({
  type: 'http',
  address: ADDRESS,
  options,
  ...changes,
})
const oauth2 = { token_url: 'https://id.test/token', client_id: 'bell', client_secret: 'secret' }
const proxy = { url: 'http://proxy.test:3128' }

async function answerTo(app: TestApp, one: object): Promise<string> {
  await app.api.post('/api/v2.0/projects', { project_name: 'team' })
  const body = { name: 'p', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [one] }
  const { status, body: answer } = await app.api.post('/api/v2.0/projects/team/webhook/policies', body)
  return `${status} ${answer.errors?.[0]?.message ?? ''}`
}

test.for([
  [target({ timeout_seconds: 31 }), '400 options of a target of type http: timeout_seconds must be <= 30'],
  [target({ colour: 'red' }), '400 options of a target of type http: unknown key colour: there are'],
  [target({ basic: { username: 'a' } }, { auth_header: 'b' }), '400 auth_header and options.basic both set'],
  [target({ bearer: { token: 'a' } }, { secret: 'b' }), '400 secret and options.bearer both set'],
  [target({ ca: 'x' }), '400 options of a target of type http: ca is no certificate in PEM'],
] as const)('%j is refused in words', async ([one, expected]) => {
  await using app = await startTestApp()
  expect(await answerTo(app, one)).toContain(expected)
})

async function shownOptions(app: TestApp, { id }: WebhookPolicy) {
  return (await app.api.get(`/api/v2.0/projects/team/webhook/policies/${id}`)).body.targets[0].options
}

test('options come back as they were given, but for their secrets, and can be sent back so', async () => {
  await using app = await startTestApp()
  const own = certificate('client')
  const policy = await createPolicy(app.api, {
    targets: [
      target({
        timeout_seconds: 5,
        headers: { 'X-Key': 'k' },
        oauth2,
        proxy: { ...proxy, password: 'pw' },
        client_certificate: { certificate: own.cert, private_key: own.key },
        signing: { secret: createSigningSecret('v1') },
        rate_limit: { per_second: 2 },
      }),
    ],
  })
  const shown = await shownOptions(app, policy)
  expect(shown).toEqual({
    timeout_seconds: 5,
    headers: { 'X-Key': '' },
    proxy: { ...proxy, password: '' },
    oauth2: { ...oauth2, client_secret: '' },
    signing: { secret: '' },
    rate_limit: { per_second: 2 },
    client_certificate: { certificate: own.cert, private_key: '' },
  })
  const before = await app.store.targets.withSecrets(1)
  await policy.update({ targets: [target(shown)] })
  expect(await app.store.targets.withSecrets(1)).toEqual(before)
})

test('what is kept is checked together with what is new', async () => {
  await using app = await startTestApp()
  const [own, other] = [certificate('client'), certificate('localhost')]
  const shown = (cert: string, key: object) => target({ client_certificate: { certificate: cert, ...key } })
  const policy = await createPolicy(app.api, { targets: [shown(own.cert, { private_key: own.key })] })
  await expect(policy.update({ targets: [shown(other.cert, {})] })).rejects.toThrow(
    'client_certificate.private_key is not the key of the certificate',
  )
})

test.for([
  ['another address', target({ oauth2: { ...oauth2, client_secret: '' } }, { address: 'https://evil.test' })],
  [
    'another place of the token',
    target({ oauth2: { ...oauth2, client_secret: '', token_url: 'https://evil.test' } }),
  ],
  ['a proxy', target({ oauth2: { ...oauth2, client_secret: '' }, proxy: { url: 'http://evil.test' } })],
] as const)('stored secrets do not go to %s', async ([, moved]) => {
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [target({ oauth2 })] })
  await expect(policy.update({ targets: [moved] })).rejects.toThrow(/400.*send it again to use it at .*evil/)
})

test('a stored auth_header does not go through a proxy that it was not given for', async () => {
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [target({}, { auth_header: 'a' })] })
  const proxied = target({ proxy })
  await expect(policy.update({ targets: [proxied] })).rejects.toThrow(/auth_header or secret is kept for/)
  await policy.update({ targets: [{ ...proxied, auth_header: 'a' }] })
})

test('a log-in among the options takes the place of a stored auth_header', async () => {
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [target({}, { auth_header: 'a' })] })
  await policy.update({ targets: [target({ bearer: { token: 't' } })] })
  expect(await app.store.targets.withSecrets(1)).toMatchObject({
    authHeader: null,
    hasAuthHeader: false,
    options: { bearer: { token: 't' } },
  })
})
