import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AttemptBody } from '../../src/contract/history/history.ts'
import { startMosquittoBroker } from '../support/brokers/mosquitto-broker.ts'
import { startNatsBroker } from '../support/brokers/nats-broker.ts'
import { startRabbitMqBroker } from '../support/brokers/rabbitmq-broker.ts'
import { startRedisBroker } from '../support/brokers/redis-broker.ts'
import { type TcpGate, startTcpGate } from '../support/brokers/tcp-gate.ts'
import { LOGIN, type ReceivedMessage, type TestBroker } from '../support/brokers/test-broker.ts'
import { digestOf, push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { certificate } from '../support/receivers/tls.ts'
import { freePort } from '../support/free-port.ts'
import { waitUntil } from '../support/wait-until.ts'

const BROKERS = [
  ['nats', startNatsBroker],
  ['amqp', startRabbitMqBroker],
  ['mqtt', startMosquittoBroker],
  ['redis', startRedisBroker],
] as const

/** Where a test lets a delivery succeed at last, the waits until then must not grow, and the retries not end. */
const SETTINGS = { WEBHOOK_INITIAL_WAIT_MS: '50', WEBHOOK_FACTOR: '1', WEBHOOK_MAX_RETRY: '100' }

describe.each(BROKERS)('a target of the kind %s', (type, startBroker) => {
  let broker: TestBroker
  let app: TestApp
  let gate: TcpGate
  beforeAll(async () => {
    broker = await startBroker()
    gate = await startTcpGate(broker.port)
    app = await startTestApp({ settings: SETTINGS })
    // RabbitMQ takes ten seconds of processor time to start.
  }, 150_000)
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    await gate[Symbol.asyncDispose]()
    await broker[Symbol.asyncDispose]()
  })

  let policies = 0
  const policyTo = (address: string, options: object = {}, more: object = {}): Promise<WebhookPolicy> =>
    createPolicy(app.api, {
      name: `policy-${++policies}`,
      targets: [{ type, address, options: { ...broker.options, ...LOGIN, ...options }, ...more }],
    })
  const received = async (digest: string): Promise<readonly ReceivedMessage[]> =>
    (await broker.received()).filter(({ body }) => body.includes(digest))
  /** Of the newest delivery. */
  const attemptsOf = async (policy: WebhookPolicy): Promise<readonly AttemptBody[]> => {
    const newest = (await policy.executions()).at(-1)
    const { body } = await app.api.get(`/api/v2.0/projects/team/webhook/deliveries/${newest?.id}`)
    return body.attempts_made ?? []
  }

  test('publishes a push once, and succeeds with the acknowledgement of the broker', async () => {
    await using policy = await policyTo(broker.addressAt(broker.port))
    const digest = await push(app)
    const execution = await policy.endedAlone()
    expect(execution).toMatchObject({ status: 'Success', vendor_type: type.toUpperCase() })
    const [message, ...others] = await received(digest)
    expect(others).toEqual([])
    expect(message).toMatchObject({
      place: broker.place,
      contentType: 'application/json',
      headers: { 'x-bellbuoy-event': 'PUSH_ARTIFACT', 'x-bellbuoy-attempt': '1' },
    })
    expect(digestOf(message!)).toBe(digest)
    expect(message!.id ?? message!.headers['webhook-id']).toBe(message!.headers['webhook-id'])
    const log = await policy.log(execution.id)
    expect(log).toContain(`> PUBLISH ${broker.place}`)
    expect(log).toContain('attempt 1 succeeded')
  })

  test('writes the attributes of a CloudEvent as the binding of its protocol says', async () => {
    const prefix = { nats: 'ce-', amqp: 'cloudEvents:', mqtt: '', redis: 'ce_' }[type]
    await using policy = await policyTo(
      broker.addressAt(broker.port),
      { cloudevents_mode: 'binary' },
      { payload_format: 'CloudEvents' },
    )
    const digest = await push(app, { user: 'Łucja 🐳' })
    await policy.endedAlone()
    const [message] = await received(digest)
    const operator = message?.headers[`${prefix}operator`] ?? ''
    expect(message?.headers[`${prefix}specversion`]).toBe('1.0')
    expect(type === 'nats' ? decodeURIComponent(operator) : operator).toBe('Łucja 🐳')
    expect(message?.contentType).toBe('application/json')
  })

  test('shows no password: not in the API, and not on record', async () => {
    await using policy = await policyTo(broker.addressAt(broker.port))
    await push(app)
    const { id } = await policy.endedAlone()
    const shown = [
      await policy.log(id),
      JSON.stringify((await app.api.get(policy.path)).body),
      JSON.stringify(await attemptsOf(policy)),
    ].join('\n')
    expect(shown).not.toContain(LOGIN.password)
  })

  test('is let in by no wrong password, and the record says so', async () => {
    await using policy = await policyTo(broker.addressAt(broker.port), { password: 'guessed' })
    await push(app)
    const attempts = await waitUntil(
      async () => {
        const all = await attemptsOf(policy)
        return all.length > 0 && all
      },
      { what: 'there is an attempt' },
    )
    expect(attempts[0]?.failure).toMatchObject({ code: 'login' })
    expect(JSON.stringify(attempts)).not.toContain('guessed')
  })

  test('what the broker refuses is published later', async () => {
    await using policy = await policyTo(broker.addressAt(broker.port), broker.refused)
    const digest = await push(app)
    await waitUntil(async () => (await attemptsOf(policy)).length > 1, { what: 'there are attempts' })
    expect((await attemptsOf(policy))[0]?.failure).toMatchObject({ code: 'refused' })
    expect(await received(digest)).toEqual([])
    await broker.allow()
    expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
    expect(await received(digest)).toHaveLength(1)
  })

  test('a broker that is silent costs an attempt its deadline, and the next one succeeds', async () => {
    await using policy = await policyTo(broker.addressAt(gate.port), { timeout_seconds: 1 })
    const first = await push(app)
    await policy.ended(1)
    gate.hold()
    const digest = await push(app)
    const isLate = async (): Promise<boolean> =>
      (await attemptsOf(policy)).some(({ failure }) => failure?.code === 'timeout')
    await waitUntil(isLate, { what: 'an attempt ran out of time' }).finally(gate.release)
    await policy.ended(2)
    expect(new Set((await received(digest)).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await received(first)).toHaveLength(1)
  })

  test('a connection that is cut is opened anew, and one serves many messages at a time', async () => {
    await using policy = await policyTo(broker.addressAt(gate.port))
    const before = gate.opened
    const digests = await Promise.all(Array.from({ length: 50 }, () => push(app)))
    await policy.ended(50)
    expect(gate.opened - before).toBe(1)
    gate.cut()
    const later = await push(app)
    await policy.ended(51)
    expect(gate.opened - before).toBeGreaterThan(1)
    for (const digest of [...digests, later]) expect(await received(digest)).toHaveLength(1)
  })

  test('goes over TLS to a certificate that it trusts, and to no other', async () => {
    const { cert } = certificate('localhost')
    {
      await using trusted = await policyTo(broker.tlsAddress, { ca: cert })
      const digest = await push(app)
      expect(await trusted.endedAlone()).toMatchObject({ status: 'Success' })
      expect(await received(digest)).toHaveLength(1)
    }
    for (const [address, options] of [
      [broker.tlsAddress, {}],
      [broker.tlsAddress.replace('localhost', '127.0.0.1'), { ca: cert }],
    ] as const) {
      await using policy = await policyTo(address, options)
      await push(app)
      await waitUntil(async () => (await attemptsOf(policy)).length > 0, { what: 'there is an attempt' })
      expect((await attemptsOf(policy))[0]?.failure).toMatchObject({ code: 'tls' })
    }
  })

  test('never speaks to a server in clear that it should speak TLS to', async () => {
    await using policy = await policyTo(broker.tlsAddress.replace(String(broker.tlsPort), String(gate.port)))
    const digest = await push(app)
    await waitUntil(async () => (await attemptsOf(policy)).length > 0, { what: 'there is an attempt' })
    expect(await received(digest)).toEqual([])
  })

  test('tries the next server of its address when one is not there', async () => {
    const [gone] = [broker.addressAt(await freePort())]
    await using policy = await policyTo(`${gone},${broker.addressAt(broker.port)}`)
    const digest = await push(app)
    expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
    expect(await received(digest)).toHaveLength(1)
  })

  test('connects to no address that the guard refuses, by number or by name', async () => {
    await using guarded = await startTestApp({ settings: { ...SETTINGS, TARGET_DENY: '127.0.0.0/8, ::1' } })
    for (const [index, host] of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'].entries()) {
      const options = { ...broker.options, ...LOGIN }
      const target = { type, address: broker.addressAt(gate.port, host), options }
      const before = gate.opened
      await using policy = await createPolicy(guarded.api, { name: `guarded-${index}`, targets: [target] })
      await push(guarded)
      const { id, status } = await policy.endedAlone()
      expect(status).toBe('Error')
      expect(await policy.log(id)).toContain('[blocked_address]')
      expect(gate.opened).toBe(before)
    }
  })

  test.each([
    ['https://broker.test', 'the address is '],
    ['', 'address'],
    ['scheme://user:word@broker.test', 'username and password'],
    ['scheme://broker.test?x=1', 'query'],
  ])('the address %s is refused in words', async (template, says) => {
    const scheme = broker.addressAt(1).split(':')[0]!
    const target = { type, address: template.replace('scheme', scheme), options: broker.options }
    const policy = { name: 'wrong', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [target] }
    const { status, body } = await app.api.post('/api/v2.0/projects/team/webhook/policies', policy)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(says)
  })

  test.each([
    [{ password: 'alone' }, 'username is missing'],
    [{ ca: 'no certificate' }, 'ca is no certificate'],
    [{ unknown: 1 }, 'unknown'],
  ])('the options %j are refused in words', async (options, says) => {
    const target = {
      type,
      address: broker.addressAt(broker.port),
      options: { ...broker.options, ...options },
    }
    const policy = { name: 'wrong', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [target] }
    const { status, body } = await app.api.post('/api/v2.0/projects/team/webhook/policies', policy)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(says)
  })
})
