import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startProxy } from '../support/receivers/proxy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const settings = { WEBHOOK_MAX_RETRY: '0' }
const login = { username: 'ci', password: 'hush' }
const basic = `Basic ${Buffer.from('ci:hush').toString('base64')}`

test('an http target is reached through a proxy, which is logged in to', async () => {
  await using receiver = await startReceiver()
  await using proxy = await startProxy(basic)
  await using app = await startTestApp({ settings })
  const options = { proxy: { url: proxy.url, ...login } }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url('/hook?a=b'), options }] })
  await push(app)
  const { id, status } = await policy.endedAlone()

  expect(status).toBe('Success')
  expect(proxy.asked).toEqual([`POST ${receiver.url('/hook?a=b')}`])
  expect(receiver.requests[0]).toMatchObject({ path: '/hook?a=b', method: 'POST' })
  const log = await policy.log(id)
  expect(log).toContain('> POST /hook?a=b HTTP/1.1')
  expect(log.toLowerCase()).not.toContain('proxy-authorization')
})

test('an https target is reached through a tunnel, and verified at its end', async () => {
  await using receiver = await startReceiver({ tls: true })
  await using proxy = await startProxy(basic)
  await using app = await startTestApp({ settings })
  const options = { proxy: { url: proxy.url, ...login }, ca: certificate('localhost').cert }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), options }] })
  await push(app)
  await push(app)

  expect((await policy.ended(2)).map(({ status }) => status)).toEqual(['Success', 'Success'])
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(receiver.url()).host}`]))
})

test('a proxy that lets nobody in is named', async () => {
  await using http = await startReceiver()
  await using https = await startReceiver({ tls: true })
  await using proxy = await startProxy(basic)
  await using app = await startTestApp({ settings })
  for (const receiver of [http, https]) {
    const options = { proxy: { url: proxy.url }, ca: certificate('localhost').cert }
    const targets = [{ address: receiver.url(), options }]
    const policy = await createPolicy(app.api, { name: receiver.url(), targets })
    await push(app)
    const { status_message: why } = await policy.endedAlone()
    expect(why).toMatch(/^the proxy .*answered 407: it requires a log-in/)
    expect(receiver.requests).toEqual([])
    await policy.remove()
  }
})

test('what the target excepts is reached without its proxy', async () => {
  await using receiver = await startReceiver()
  await using proxy = await startProxy()
  await using app = await startTestApp({ settings })
  const options = { proxy: { url: proxy.url, no_proxy: ['127.0.0.0/8'] } }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), options }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  expect(proxy.asked).toEqual([])
})

test.for([
  ['the proxy', { address: 'https://127.0.0.1:1/', proxy: 'http://169.254.169.254:3128' }],
  ['the target behind it', { address: 'https://169.254.169.254/', proxy: 'http://127.0.0.1:1' }],
  ['the plain target behind it', { address: 'http://169.254.169.254/', proxy: 'http://127.0.0.1:1' }],
] as const)('the address guard judges %s', async ([, { address, proxy }]) => {
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [{ address, options: { proxy: { url: proxy } } }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({
    status: 'Error',
    status_message: expect.stringContaining('169.254.169.254 is link-local'),
  })
})
