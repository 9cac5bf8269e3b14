import { expect, test } from 'vitest'
import type { Answer } from '../support/receivers/answer.ts'
import { OFFERED_KINDS } from '../support/receivers/offered-kinds.ts'
import { CHATS, chatAt, chatTarget } from '../support/receivers/chats/chats.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const KINDS = Object.keys(CHATS)

/** A receiver that is all chats, each at a path of its name. */
const startChats = () =>
  startReceiver({
    respond: (request) =>
      CHATS[chatAt(request.path)]?.answer(request) ?? { status: 404, body: 'channel_not_found' },
  })

test('targets of several kinds in one policy get a push, each in its own words, and fail on their own', async () => {
  await using chats = await startChats()
  await using http = await startReceiver({ respond: () => ({ status: 500 }) })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const targets = [
    ...KINDS.map((type) => ({ ...chatTarget(type, chats.url(`/${type}`)), auth_header: 'ignored' })),
    { type: 'http', address: http.url() },
    { type: 'slack', address: chats.url('/nobody') },
  ]
  const policy = await createPolicy(app.api, { targets })
  await push(app, { user: '<!channel> "ci"\n⚓' })
  const executions = await policy.ended(targets.length)

  const ends = executions.map(({ vendor_type, status }) => `${vendor_type} ${status}`)
  const successes = KINDS.map((type) => `${type.toUpperCase()} Success`)
  expect(ends.toSorted()).toEqual([...successes, 'SLACK Error', 'WEBHOOK Error'].toSorted())
  for (const { headers } of chats.requests) expect(headers.authorization).not.toBe('ignored')
  expect(chats.requests.every(({ body }) => body.includes('team'))).toBe(true)
  const jobs = await app.api.get(`/api/v2.0/projects/team/webhook/jobs?policy_id=${policy.id}&page_size=100`)
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
  const respond = (_: unknown, index: number): Answer => (index === 0 ? answer : CHATS[type]!.thanks)
  await using receiver = await startReceiver({ respond })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, { targets: [{ type, address: receiver.url() }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  expect(receiver.requests).toHaveLength(2)
})

/** Those whose maker documents refusals in the body of a 200, and those whose maker does not. */
const [JUDGED, OTHERS] = [true, false].map((isJudged) =>
  KINDS.filter((type) => (CHATS[type]?.refusals !== undefined) === isJudged),
) as [string[], string[]]

// Slack-compatible servers answer JSON, Workflows nothing, Discord the message (with ?wait=true).
test.for([
  ['{"ok": false, "text": "HTTP error 404", "code": 50006}', OTHERS],
  ['{"StatusCode": 1, "text": "HTTP error 404", "errors": [7]}', KINDS],
  ['[{"code": 9499, "errcode": 310000, "ok": false}]', KINDS],
  ['<html>HTTP error 404</html>', KINDS],
] as const)(
  'any 2xx has been taken by a chat, if its body is not a refusal as documented: %s',
  async ([body, kinds]) => {
    await using receiver = await startReceiver({ respond: () => ({ status: 200, body }) })
    await using app = await startTestApp()
    const targets = kinds.map((type) => chatTarget(type, receiver.url(`/${type}`)))
    const policy = await createPolicy(app.api, { targets })
    await push(app)
    const executions = await policy.ended(kinds.length)
    expect(executions.map(({ status }) => status)).toEqual(kinds.map(() => 'Success'))
  },
)

test.for(JUDGED)(
  'what %s refuses in a 200 ends the delivery where it is for good, and is tried again where it passes',
  async (type) => {
    const { forGood, passing } = CHATS[type]!.refusals!
    const bodies = [...forGood, ...passing]
    const seen = new Set<string>()
    await using receiver = await startReceiver({
      respond({ path }) {
        const [, index = ''] = /^\/(\d+)/.exec(path) ?? []
        if (seen.has(index)) return CHATS[type]!.thanks
        seen.add(index)
        return { status: 200, body: bodies[Number(index)]! }
      },
    })
    await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
    const targets = bodies.map((_, index) => chatTarget(type, receiver.url(`/${index}`)))
    const policy = await createPolicy(app.api, { targets })
    await push(app)
    const executions = await policy.ended(bodies.length)
    expect(executions.map(({ status }) => status).toSorted()).toEqual([
      ...forGood.map(() => 'Error'),
      ...passing.map(() => 'Success'),
    ])
    const reasons = executions.map(({ status_message: reason = '' }) => reason)
    for (const body of forGood)
      expect(reasons.some((reason) => reason.includes(`answered 200: ${body.slice(0, 40)}`))).toBe(true)
  },
)

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
  expect(kinds.map(({ type }) => type)).toEqual(OFFERED_KINDS)
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

test.for([
  ['feishu', { signature_secret: 'of-another-bot' }, 'sign match fail'],
  ['dingtalk', { signature_secret: 'of-another-robot' }, 'sign not match'],
  ['telegram', { bot_token: '1:of-another-bot' }, 'Unauthorized'],
  ['ntfy', { access_token: 'tk_of-another-user' }, 'unauthorized'],
  ['matrix', { access_token: 'syt_of-another-account' }, 'M_UNKNOWN_TOKEN'],
  ['pushover', { app_token: 'of-another-app' }, 'application token is invalid'],
  ['pushover', { user_key: 'of-another-user' }, 'user identifier is invalid'],
] as const)('%s with another secret refuses, and no secret is on record', async ([type, wrong, why]) => {
  await using chats = await startChats()
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const target = chatTarget(type, chats.url(`/${type}`))
  const path = '/api/v2.0/projects/team/webhook/targets/test'
  const policy = await createPolicy(app.api, { targets: [target] })
  const { body: refused } = await app.api.post(path, {
    target: { ...target, options: { ...target.options, ...wrong } },
  })
  expect(JSON.stringify(refused)).toContain(why)
  expect(refused.success).toBe(false)

  await push(app)
  const { id, status } = await policy.endedAlone()
  expect(status).toBe('Success')
  const { body: stored } = await app.api.get(policy.path)
  const shown = [await policy.log(id), JSON.stringify(refused), JSON.stringify(stored)].join('\n')
  const right = Object.keys(wrong).map((name) => String(CHATS[type]!.options![name]))
  for (const secret of [...Object.values(wrong), ...right]) expect(shown).not.toContain(secret)
  const signature = new URL(chats.requests.at(-1)!.path, 'http://x.test').searchParams.get('sign')
  if (signature !== null) expect(shown).not.toContain(encodeURIComponent(signature))
})

test('an ntfy target is at the root of its server, and says which option is wrong', async () => {
  await using app = await startTestApp()
  const made = (options: object, address = 'https://ntfy.sh') =>
    createPolicy(app.api, { targets: [{ type: 'ntfy', address, options: { topic: 'harbour', ...options } }] })
  await expect(made({}, 'https://ntfy.sh/harbour')).rejects.toThrow('give the topic as the option topic')
  await expect(made({}, 'https://ntfy.sh/?auth=x')).rejects.toThrow('give the topic as the option topic')
  await expect(made({ topic: '' })).rejects.toThrow('topic is missing')
  await expect(made({ topic: 'a/b' })).rejects.toThrow('topic has other characters')
  await expect(made({ access_token: 'tk', username: 'a' })).rejects.toThrow('give one of them')
  await expect(made({ access_token: 't\nk' })).rejects.toThrow('access_token holds a character')
  await expect(made({ username: 'a:b', password: 'c' })).rejects.toThrow('username holds a colon')
  await expect(made({ username: 'a' })).rejects.toThrow('password is missing')
  await expect(made({ password: 'c' })).rejects.toThrow('username is missing beside password')
})

test('a matrix target is at its homeserver, and wants the id of a room and a token', async () => {
  await using app = await startTestApp()
  const { options } = CHATS['matrix']!
  const made = (changes: object, address = 'https://matrix.example.com') =>
    createPolicy(app.api, { targets: [{ type: 'matrix', address, options: { ...options, ...changes } }] })
  await expect(made({}, 'https://matrix.example.com/_matrix/client/v3')).rejects.toThrow(
    'room_id and access_token',
  )
  await expect(made({ room_id: '#ops:example.com' })).rejects.toThrow('and not its alias')
  await expect(made({ access_token: '' })).rejects.toThrow('access_token is missing')
  await expect(made({ access_token: 'a\nb' })).rejects.toThrow('access_token holds a character')
})

test.for([
  ['googlechat', /[?&]requestId=([^&]+)/],
  ['matrix', /\/send\/m\.room\.message\/([^/]+)$/],
] as const)(
  'every attempt to bring a message to %s has the same id, so that it shows once',
  async ([type, id]) => {
    await using receiver = await startReceiver({
      respond: (_, index) => (index === 0 ? { does: 'closeAtOnce' } : CHATS[type]!.thanks),
    })
    await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
    const policy = await createPolicy(app.api, { targets: [chatTarget(type, receiver.url(`/${type}`))] })
    await push(app)
    await policy.endedAlone()
    const ids = receiver.requests.map(({ path }) => id.exec(path)?.[1])
    expect(ids.length).toBeGreaterThan(1)
    expect(new Set(ids)).toEqual(new Set([receiver.requests[0]?.headers['webhook-id']]))
  },
)

test('a thread of google chat is that of the repository, and there is none unless it is asked for', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const address = receiver.url()
  const targets = [true, true, false].map((isThreaded) => ({
    type: 'googlechat',
    address,
    options: { thread_per_repository: isThreaded },
  }))
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  await policy.ended(3)
  const keys = receiver.requests.map(({ body }) => JSON.parse(body).thread?.threadKey)
  expect(keys.filter((key) => key === undefined)).toHaveLength(1)
  expect(new Set(keys.filter((key) => key !== undefined)).size).toBe(1)
})

test('an ntfy target logs in by user and password, too, and the record has neither', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const options = { topic: 'harbour', username: 'phil', password: 'pässword' }
  const policy = await createPolicy(app.api, {
    targets: [{ type: 'ntfy', address: receiver.url(), options }],
  })
  await push(app)
  const { id } = await policy.endedAlone()
  const login = Buffer.from('phil:pässword').toString('base64')
  expect(receiver.requests[0]?.headers.authorization).toBe(`Basic ${login}`)
  const log = await policy.log(id)
  expect(log).toContain('[redacted]')
  expect(log).not.toContain(login)
})

test('a telegram target says which option is wrong, and takes no token in its address', async () => {
  await using app = await startTestApp()
  const { options } = CHATS['telegram']!
  const made = (changes: object, address = 'https://api.telegram.org') =>
    createPolicy(app.api, { targets: [{ type: 'telegram', address, options: { ...options, ...changes } }] })
  await expect(made({ bot_token: '' })).rejects.toThrow('bot_token is missing')
  await expect(made({ bot_token: 'x' })).rejects.toThrow('bot_token has another form than 123456:ABC-DEF')
  await expect(made({ chat_id: 'my friends' })).rejects.toThrow('chat_id is neither a number nor @name')
  await expect(made({}, 'https://api.telegram.org/bot1:x/sendMessage')).rejects.toThrow(
    'give the token as the option bot_token',
  )
})
