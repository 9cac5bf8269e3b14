import { expect, test } from 'vitest'
import type { TargetRequest } from '../../src/contract/webhooks/policy.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startHttp2Receiver } from '../support/receivers/http2-receiver.ts'
import { startProxy } from '../support/receivers/proxy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { certificate } from '../support/receivers/tls.ts'

const WORDS = 'Grüße пароль 密码 ⚓'
/** Node reads header values byte by byte; what a receiver in Go or Python sees is their UTF-8. */
const asUtf8 = (value: string | string[] | undefined) => Buffer.from(String(value), 'latin1').toString('utf8')
const { cert: ca } = certificate('localhost')

// Harbor sends the bytes of its auth_header as they are stored, in UTF-8.
test('logins and headers of the owner arrive in UTF-8', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const targets: TargetRequest[] = [
    { address: receiver.url('/auth_header'), auth_header: WORDS },
    { address: receiver.url('/secret'), secret: WORDS },
    { address: receiver.url('/bearer'), options: { bearer: { token: WORDS } } },
    { address: receiver.url('/headers'), options: { headers: { 'X-Team': WORDS } } },
  ]
  await createPolicy(app.api, { targets })
  await push(app)
  const requests = await receiver.waitFor(targets.length)
  const received = requests.map(({ path, headers }) => [
    path,
    asUtf8(headers.authorization ?? headers['x-team']),
  ])
  expect(Object.fromEntries(received)).toEqual({
    '/auth_header': WORDS,
    '/secret': `Secret ${WORDS}`,
    '/bearer': `Bearer ${WORDS}`,
    '/headers': WORDS,
  })
})

test('and so it does over HTTP/2, through a tunnel and through a proxy that forwards', async () => {
  await using http2 = await startHttp2Receiver()
  await using http = await startReceiver()
  await using https = await startReceiver({ tls: true })
  await using proxy = await startProxy()
  await using app = await startTestApp()
  const viaProxy = { proxy: { url: proxy.url }, ca }
  const targets: TargetRequest[] = [
    { address: http2.url, auth_header: WORDS, options: { http_version: 'auto', ca } },
    { address: http.url(), auth_header: WORDS, options: viaProxy },
    { address: https.url(), auth_header: WORDS, options: viaProxy },
  ]
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  await policy.ended(3)
  expect(http2.requests[0]?.version).toBe('2.0')
  for (const { requests } of [http2, http, https])
    expect(asUtf8(requests[0]!.headers.authorization)).toBe(WORDS)
})

test('a user and password of other characters log in as HTTP Basic has it, in UTF-8 (RFC 7617)', async () => {
  await using receiver = await startReceiver()
  const login = `Basic ${Buffer.from('zoë:密码').toString('base64')}`
  await using proxy = await startProxy(login)
  await using app = await startTestApp()
  const user = { username: 'zoë', password: '密码' }
  const options = { basic: user, proxy: { url: proxy.url, ...user } }
  await createPolicy(app.api, { targets: [{ address: receiver.url(), options }] })
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request!.headers.authorization).toBe(login)
  expect(proxy.logins).toEqual([login])
})

test('a login with a control character is refused, since it would end the header', async () => {
  await using app = await startTestApp()
  const address = 'https://ci.acme.test'
  for (const [name, value] of [
    ['auth_header', 'a\r\nX-Injected: b'],
    ['secret', 'a\u0085b'],
  ] as const) {
    const refused = createPolicy(app.api, { targets: [{ address, [name]: value }] })
    await expect(refused).rejects.toThrow(`${name} holds a character that a header cannot carry`)
  }
})
