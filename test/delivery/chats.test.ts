import { expect, test } from 'vitest'
import type { Answer } from '../support/receivers/answer.ts'
import { CHAT_LIMITS } from '../support/receivers/chat-limits.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

/** What each chat says to a message that it takes. */
const THANKS: Readonly<Record<string, Answer>> = {
  slack: { status: 200, body: 'ok' },
  teams: { status: 202 },
  mattermost: { status: 200, body: 'ok' },
  discord: { status: 204 },
}
const KINDS = Object.keys(THANKS)

/** A receiver that is all four chats, each at a path of its name, and checks their limits. */
const startChats = () =>
  startReceiver({
    respond: ({ path, body }) => {
      const kind = path.slice(1)
      const fault = CHAT_LIMITS[kind]?.(body) ?? null
      if (fault !== null) return { status: 400, body: fault }
      return THANKS[kind] ?? { status: 404, body: 'channel_not_found' }
    },
  })

test('targets of several kinds in one policy get a push, each in its own words, and fail on their own', async () => {
  await using chats = await startChats()
  await using http = await startReceiver({ respond: () => ({ status: 500 }) })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const targets = [
    ...KINDS.map((type) => ({ type, address: chats.url(`/${type}`), auth_header: 'ignored' })),
    { type: 'http', address: http.url() },
    { type: 'slack', address: chats.url('/nobody') },
  ]
  const policy = await createPolicy(app.api, { targets })
  await push(app, { user: '<!channel> "ci"\n⚓' })
  const executions = await policy.ended(targets.length)

  const ends = executions.map(({ vendor_type, status }) => `${vendor_type} ${status}`)
  expect(ends.toSorted()).toEqual([
    'DISCORD Success',
    'MATTERMOST Success',
    'SLACK Error',
    'SLACK Success',
    'TEAMS Success',
    'WEBHOOK Error',
  ])
  for (const { headers } of chats.requests) expect(headers).not.toHaveProperty('authorization')
  expect(chats.requests.every(({ body }) => body.includes('team'))).toBe(true)
  const jobs = await app.api.get(`/api/v2.0/projects/team/webhook/jobs?policy_id=${policy.id}`)
  expect(new Set(jobs.body.map((job: { notify_type: string }) => job.notify_type))).toEqual(
    new Set([...KINDS, 'http']),
  )
})

test.for([
  ['slack', { status: 404, body: 'channel_not_found' }, 'Slack answered 404: channel_not_found'],
  ['slack', { status: 400, body: 'invalid_payload' }, 'Slack answered 400: invalid_payload'],
  [
    'discord',
    { status: 404, body: '{"message": "Unknown Webhook", "code": 10015}' },
    'Discord answered 404: ',
  ],
  ['mattermost', { status: 400, body: 'Invalid webhook' }, 'Mattermost answered 400: Invalid webhook'],
  ['teams', { status: 410 }, 'Teams answered 410'],
] as const)('what %s refuses for good (%j) is not tried again', async ([type, answer, why]) => {
  await using receiver = await startReceiver({ respond: () => answer })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, { targets: [{ type, address: receiver.url() }] })
  await push(app)
  const { status, status_message: reason } = await policy.endedAlone()
  expect(status).toBe('Error')
  expect(reason).toContain(why)
  expect(reason).toContain('no later attempt can succeed')
  expect(receiver.requests).toHaveLength(1)
})

test.for([
  ['slack', { status: 500, body: 'rollup_error' }],
  ['teams', { status: 200, body: 'Microsoft Teams endpoint returned HTTP error 429' }],
] as const)('what %s only refuses now (%j) is tried again', async ([type, answer]) => {
  const respond = (_: unknown, index: number): Answer => (index === 0 ? answer : THANKS[type]!)
  await using receiver = await startReceiver({ respond })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, { targets: [{ type, address: receiver.url() }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  expect(receiver.requests).toHaveLength(2)
})

// Slack-compatible servers answer JSON, Workflows nothing, Discord the message (with ?wait=true).
test('any 2xx has been taken by a chat, whatever its body says', async () => {
  const body = '{"ok": false, "text": "HTTP error 404", "code": 50006}'
  await using receiver = await startReceiver({ respond: () => ({ status: 200, body }) })
  await using app = await startTestApp()
  const targets = KINDS.map((type) => ({ type, address: receiver.url(`/${type}`) }))
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  const executions = await policy.ended(KINDS.length)
  expect(executions.map(({ status }) => status)).toEqual(KINDS.map(() => 'Success'))
})

test('what a connector of Teams says in a 200 is for good where its status is', async () => {
  const body =
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId x'
  await using receiver = await startReceiver({ respond: () => ({ status: 200, body }) })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, { targets: [{ type: 'teams', address: receiver.url() }] })
  await push(app)
  const { status, status_message: reason } = await policy.endedAlone()
  expect({ status, requests: receiver.requests.length }).toEqual({ status: 'Error', requests: 1 })
  expect(reason).toMatch(
    /^Teams answered 200: Webhook message delivery failed .* no later attempt can succeed$/,
  )
})

test('a chat kind has its own payload format, which it shows and takes back', async () => {
  await using app = await startTestApp()
  const address = 'https://hooks.slack.test/services/T/B/x'
  const policy = await createPolicy(app.api, { targets: [{ type: 'slack', address }] })
  await policy.update({ targets: [{ type: 'slack', address, payload_format: 'Slack' }] })
  const wrong = policy.update({ targets: [{ type: 'slack', address, payload_format: 'Default' }] })
  await expect(wrong).rejects.toThrow('set payload format is not allowed for slack')
})

test('every kind of target is listed with the schema of its options', async () => {
  await using app = await startTestApp()
  const { body } = await app.api.get('/api/v2.0/target-kinds')
  const kinds = body as { type: string; payload_formats: string[]; options_schema: { properties: object } }[]
  expect(kinds.map(({ type }) => type)).toEqual(['http', 'slack', 'teams', 'mattermost', 'discord', 'email'])
  for (const { options_schema: schema } of kinds) expect(schema.properties).toHaveProperty('rate_limit')
  expect(kinds[0]?.payload_formats[0]).toBe('Default')
  expect(kinds[1]?.payload_formats).toEqual(['Slack'])
})

test('a message leads to its event in the console, where it is known how people reach that', async () => {
  await using chats = await startChats()
  await using app = await startTestApp({ settings: { EXTERNAL_URL: 'https://bellbuoy.example.com/' } })
  await createPolicy(app.api, { targets: [{ type: 'slack', address: chats.url('/slack') }] })
  await push(app)
  const [message] = await chats.waitFor(1)
  const { body: events } = await app.api.get('/api/v2.0/projects/team/webhook/received-events')
  expect(message?.body).toContain(`"https://bellbuoy.example.com/projects/team/events/${events.items[0].id}"`)
})
