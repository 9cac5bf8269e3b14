import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const refused = [
  { address: 'http://169.254.169.254/latest/meta-data/', because: '169.254.169.254 is link-local' },
  { address: 'http://0.0.0.0:8080/', because: '0.0.0.0 is unspecified' },
  { address: 'http://[::]:8080/', because: ':: is unspecified' },
  { address: 'http://[::ffff:169.254.169.254]/', because: '::ffff:a9fe:a9fe is link-local' },
  { address: 'http://[fe80::1]/', because: 'fe80::1 is link-local' },
  { address: 'https://169.254.169.254/', because: '169.254.169.254 is link-local' },
  // The same address, written as URLs allow.
  { address: 'http://0xa9fea9fe/', because: '169.254.169.254 is link-local' },
  { address: 'http://2852039166/', because: '169.254.169.254 is link-local' },
  { address: 'http://224.0.0.1/', because: '224.0.0.1 is a multicast address' },
  { address: 'http://255.255.255.255/', because: '255.255.255.255 is a broadcast address' },
]

test('an address that no webhook may go to is refused at once, in clear words, and not tried again', async () => {
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: refused.map(({ address }) => address) })

  await push(app)
  const executions = await policy.ended(refused.length)

  for (const [index, { because }] of refused.entries()) {
    const { id, status, status_message: reason } = executions[index]!
    expect({ status, reason }).toEqual({
      status: 'Error',
      reason: `${because}; the setting TARGET_ALLOW can allow it; gave up: no later attempt can succeed`,
    })
    expect(await policy.log(id)).toMatch(/attempt 1 failed after \d+ ms \[blocked_address\]/)
    expect(await policy.log(id)).not.toContain('attempt 2')
  }
})

describe('a name', () => {
  test('is refused when it resolves to a refused address, and the receiver there hears nothing', async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp({ settings: { TARGET_DENY: '127.0.0.0/8,::1' } })
    const address = receiver.url().replace('127.0.0.1', 'localhost')
    const policy = await createPolicy(app.api, { targets: [address] })

    await push(app)
    const { status, status_message: reason } = await policy.endedAlone()

    expect(status).toBe('Error')
    expect(reason).toMatch(
      /^localhost: .*127\.0\.0\.1 is refused by the setting TARGET_DENY.*; gave up: no later/,
    )
    expect(receiver.connections).toBe(0)
  })

  test('is used when only some of its addresses are refused', async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp({ settings: { TARGET_DENY: '::1' } })
    const address = receiver.url().replace('127.0.0.1', 'localhost')
    const policy = await createPolicy(app.api, { targets: [address] })

    await push(app)

    expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  })

  test('that does not resolve fails and is tried again', async () => {
    await using app = await startTestApp({
      settings: { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' },
    })
    const policy = await createPolicy(app.api, { targets: ['http://nowhere.invalid/'] })

    await push(app)
    const { id, status, status_message: reason } = await policy.endedAlone()

    expect(status).toBe('Error')
    expect(reason).toMatch(
      /^the name of the receiver could not be resolved: .*nowhere\.invalid.*all 1 retries are used$/,
    )
    expect(await policy.log(id)).toMatch(/attempt 2 failed after \d+ ms \[dns\]/)
  })
})

describe('a receiver on this machine', () => {
  test('is refused while the server itself can be reached from elsewhere', async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp({ settings: { HOST: '0.0.0.0' } })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    await push(app)

    expect(await policy.endedAlone()).toMatchObject({
      status: 'Error',
      status_message: expect.stringMatching(/^127\.0\.0\.1 is a loopback address; the setting TARGET_ALLOW/),
    })
    expect(receiver.connections).toBe(0)
  })

  test('is allowed by the setting TARGET_ALLOW', async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp({ settings: { HOST: '0.0.0.0', TARGET_ALLOW: '127.0.0.1' } })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    await push(app)

    expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  })
})

test.each([307, 302, 301])(
  'a redirect %i is a failure that names where to, and is not followed',
  async (status) => {
    await using elsewhere = await startReceiver()
    const to = status === 307 ? 'http://169.254.169.254/latest/meta-data/' : elsewhere.url('/elsewhere')
    await using receiver = await startReceiver({ respond: () => ({ does: 'redirect', to, status }) })
    await using app = await startTestApp({
      settings: { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' },
    })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    await push(app)
    const { status: end, status_message: reason } = await policy.endedAlone()

    expect(end).toBe('Error')
    expect(reason).toBe(
      `the receiver answered ${status}, a redirect to ${to}; redirects are not followed; gave up: all 1 retries are used`,
    )
    expect(receiver.requests).toHaveLength(2)
    expect(elsewhere.connections).toBe(0)
  },
)
