import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AttemptBody } from '../../src/contract/history/history.ts'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { CLOUDS } from '../support/receivers/clouds/clouds.ts'
import type { CloudDouble } from '../support/receivers/clouds/cloud-double.ts'
import { pubsub } from '../support/receivers/clouds/pubsub.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const SETTINGS = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '3' }

const HOSTILE = [
  'Łucja 🐳 <b>"\\',
  '\u202eשלום\u202c {"a":1}',
  'a\u0001b\uffffc\nd',
  'x'.repeat(900),
  "';--${jndi:x}%s",
] as const

describe.each(Object.entries(CLOUDS))('a target of the kind %s', (type, cloud: CloudDouble) => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp({ settings: SETTINGS })
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
  })

  const policies = new Set<string>()
  const policyTo = (receiver: Receiver, options: object = {}, more: object = {}): Promise<WebhookPolicy> => {
    const target = cloud.target(receiver.url('').replace(/\/$/, ''))
    const name = `policy-${policies.size}`
    policies.add(name)
    return createPolicy(app.api, {
      name,
      targets: [{ type, ...target, options: { ...target.options, ...options }, ...more }],
    })
  }
  const attemptsOf = async (policy: WebhookPolicy): Promise<readonly AttemptBody[]> => {
    const newest = (await policy.executions()).at(-1)
    const { body } = await app.api.get(`/api/v2.0/projects/team/webhook/deliveries/${newest?.id}`)
    return body.attempts_made ?? []
  }
  const start = (respond = cloud.answer as Receiver['respond']): Promise<Receiver> =>
    startReceiver({ respond })
  const messagesAt = ({ requests }: Receiver) =>
    requests.filter(({ path }) => !path.startsWith('/token')).map((request) => cloud.read(request))

  test('sends a push once, with what recognises it, and succeeds with the acknowledgement', async () => {
    await using receiver = await start()
    const policy = await policyTo(receiver)
    const digest = await push(app)
    const execution = await policy.endedAlone()
    expect(execution).toMatchObject({ status: 'Success', vendor_type: type.toUpperCase() })
    const [message, ...others] = messagesAt(receiver)
    expect(others).toEqual([])
    expect(message?.body).toContain(digest)
    if (cloud.prefix !== null)
      expect(message?.attributes).toMatchObject({
        'x-bellbuoy-event': 'PUSH_ARTIFACT',
        'x-bellbuoy-repository': 'team/app',
      })
    if (message?.order !== undefined) expect(message.order).toBe('team/app')
    if (message?.repeat !== undefined && cloud.prefix !== null)
      expect(message.repeat).toBe(message.attributes['webhook-id'])
    expect(await policy.log(execution.id)).toContain('attempt 1 succeeded')
    await policy.remove()
  })

  // EventBridge and Event Grid have no attributes.
  const prefixes = [cloud.prefix].filter((prefix) => prefix !== null)
  test.for(prefixes)('names the attributes of a CloudEvent as its binding says: %s…', async (prefix) => {
    await using receiver = await start()
    const policy = await policyTo(receiver, { cloudevents_mode: 'binary' }, { payload_format: 'CloudEvents' })
    await push(app, { user: 'Łucja 🐳' })
    await policy.endedAlone()
    const { attributes } = messagesAt(receiver)[0]!
    expect(attributes[`${prefix}specversion`]).toBe('1.0')
    expect(attributes[`${prefix}operator`]).toBe('Łucja 🐳')
    expect(Object.keys(attributes).length).toBeLessThanOrEqual(cloud.maxAttributes)
    await policy.remove()
  })

  test.for([...HOSTILE.entries()])('takes names as they are: %i', async ([, user]) => {
    await using receiver = await start()
    const policy = await policyTo(receiver, {}, { payload_format: 'CloudEvents' })
    await push(app, { user })
    const { status, status_message: reason } = await policy.endedAlone()
    expect([status, reason]).toEqual(['Success', reason])
    const { body } = messagesAt(receiver)[0]!
    expect(JSON.parse(body).operator).toBe(JSON.parse(JSON.stringify(user)))
    await policy.remove()
  })

  test('keeps the id of a message over its attempts, and asks again after what passes', async () => {
    const { passing } = cloud.refusals
    for (const refusal of passing) {
      const seen = new Set<string>()
      await using receiver = await start((request) => {
        if (request.path.startsWith('/token') || seen.has('refused')) return cloud.answer(request)
        seen.add('refused')
        return refusal
      })
      const policy = await policyTo(receiver)
      await push(app)
      expect([refusal, (await policy.endedAlone()).status]).toEqual([refusal, 'Success'])
      const messages = messagesAt(receiver)
      expect(messages).toHaveLength(2)
      expect(messages[0]?.repeat).toBe(messages[1]?.repeat)
      expect(messages[0]?.attributes['webhook-id']).toBe(messages[1]?.attributes['webhook-id'])
      await policy.remove()
    }
  })

  test('ends a delivery with the words of the service, when it will never take the message', async () => {
    for (const refusal of cloud.refusals.forGood) {
      await using receiver = await start((request) =>
        request.path.startsWith('/token') ? cloud.answer(request) : refusal,
      )
      const policy = await policyTo(receiver)
      await push(app)
      const { status, status_message: reason } = await policy.endedAlone()
      expect({ status, requests: messagesAt(receiver).length }).toEqual({ status: 'Error', requests: 1 })
      expect(reason).toContain(`answered ${refusal.status}`)
      expect(reason).toContain('no later attempt can succeed')
      await policy.remove()
    }
  })

  test('an answer that is no acknowledgement of the service is none, whatever its status', async () => {
    await using receiver = await start((request) =>
      request.path.startsWith('/token')
        ? cloud.answer(request)
        : { status: 202, body: '<html>Welcome</html>' },
    )
    const policy = await policyTo(receiver)
    await push(app)
    const { status, status_message: reason } = await policy.endedAlone()
    expect([status, reason]).toEqual(['Error', expect.stringContaining('answered 202')])
    expect(reason).toContain('without an acknowledgement of the message')
    expect(messagesAt(receiver)).toHaveLength(4)
    await policy.remove()
  })

  test('waits as long as a 429 asks', async () => {
    await using receiver = await start((request) =>
      request.path.startsWith('/token')
        ? cloud.answer(request)
        : { status: 429, headers: { 'retry-after': '600' } },
    )
    const policy = await policyTo(receiver)
    const before = Date.now()
    await push(app)
    const due = () =>
      app.rows(
        `select due_at from delivery where state = 'pending' and policy_id = ${policy.id} and failures > 0`,
      ) as readonly { due_at: number }[]
    await waitUntil(() => due().length === 1, { what: 'the retry waits' })
    expect(due()[0]!.due_at - before).toBeGreaterThanOrEqual(600_000)
    await policy.remove()
  })

  test('follows no redirect, and gives up an attempt at its deadline', async () => {
    await using elsewhere = await start()
    await using receiver = await start((request, index) =>
      request.path.startsWith('/token')
        ? cloud.answer(request)
        : index < 2
          ? { does: 'redirect', to: elsewhere.url() }
          : { does: 'hang' },
    )
    const policy = await policyTo(receiver, { timeout_seconds: 1 })
    await push(app)
    await policy.endedAlone(20_000)
    expect(elsewhere.requests).toEqual([])
    const texts = (await attemptsOf(policy)).map(({ failure }) => failure?.text ?? '')
    expect(texts[0]).toContain('redirects are not followed')
    expect(texts.at(-1)).toBe('no answer within 1000 ms')
    await policy.remove()
  })

  test('shows no secret in answers or on record, even when the service quotes it', async () => {
    await using receiver = await start((request) =>
      request.path.startsWith('/token')
        ? cloud.answer(request)
        : { status: 403, body: JSON.stringify(request.headers) },
    )
    const policy = await policyTo(receiver)
    await push(app)
    const { id } = await policy.endedAlone()
    const sent = receiver.requests.at(-1)!.headers
    const shown = [
      await policy.log(id),
      JSON.stringify((await app.api.get(policy.path)).body),
      JSON.stringify(await attemptsOf(policy)),
      JSON.stringify(app.rows('select * from attempt')),
    ].join('\n')
    const secrets = [...cloud.secrets, sent.authorization, sent['aeg-sas-key']]
    for (const secret of secrets.filter((one) => one !== undefined))
      for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) expect(shown).not.toContain(form)
    await policy.remove()
  })

  test('a wrong secret is refused, and the test of a target says so', async () => {
    await using receiver = await start()
    const origin = receiver.url('').replace(/\/$/, '')
    const target = cloud.target(origin)
    const wrong = cloud.wrong(origin)
    const { body } = await app.api.post('/api/v2.0/projects/team/webhook/targets/test', {
      target: { type, ...target, options: { ...target.options, ...wrong } },
    })
    expect(body.success).toBe(false)
    expect(JSON.stringify(body)).toMatch(/answered 40[0-3]|no access token/)
    for (const secret of Object.values(wrong)) expect(JSON.stringify(body)).not.toContain(secret)
  })

  test('connects to no address that the guard refuses', async () => {
    await using receiver = await start()
    await using guarded = await startTestApp({ settings: { ...SETTINGS, TARGET_DENY: '127.0.0.0/8, ::1' } })
    const target = cloud.target(receiver.url('').replace(/\/$/, ''))
    const policy = await createPolicy(guarded.api, { targets: [{ type, ...target }] })
    await push(guarded)
    const { status, status_message: reason } = await policy.endedAlone()
    expect([status, reason]).toEqual(['Error', expect.stringContaining('127.0.0.1')])
    expect(receiver.connections).toBe(0)
  })

  test('its secrets have to be given, and the address is one of the service', async () => {
    await using receiver = await start()
    const target = cloud.target(receiver.url('').replace(/\/$/, ''))
    const [secret = ''] = Object.keys(cloud.wrong(''))
    const withoutSecrets = Object.fromEntries(
      Object.entries(target.options).filter(([name]) => name !== secret),
    )
    const made = (changes: object) =>
      createPolicy(app.api, { name: 'wrong', targets: [{ type, ...target, ...changes }] })
    await expect(made({ options: withoutSecrets })).rejects.toThrow(`${secret} is missing`)
    await expect(made({ address: 'somewhere' })).rejects.toThrow('the address is')
    await expect(made({ options: { ...target.options, unknown: 1 } })).rejects.toThrow('unknown')
  })
})

test('the address guard judges where the tokens of a service account come from', async () => {
  await using receiver = await startReceiver({ respond: pubsub.answer })
  await using app = await startTestApp({ settings: SETTINGS })
  const { address, options } = pubsub.target(receiver.url('').replace(/\/$/, ''))
  const key = JSON.stringify({
    ...JSON.parse(String(options['service_account_key'])),
    token_uri: 'http://169.254.169.254/token',
  })
  const target = { type: 'pubsub', address, options: { ...options, service_account_key: key } }
  const policy = await createPolicy(app.api, { targets: [target] })
  await push(app)
  const { status, status_message: reason } = await policy.endedAlone()
  expect([status, reason]).toEqual(['Error', expect.stringContaining('169.254.169.254 is link-local')])
  expect(receiver.requests).toEqual([])
})
