import { expect, test } from 'vitest'
import type { Answer } from '../support/receivers/answer.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const settings = { WEBHOOK_MAX_RETRY: '0' }

const token = (name: string, more: object = { expires_in: 3600 }): Answer => ({
  status: 200,
  body: JSON.stringify({ access_token: name, token_type: 'Bearer', ...more }),
})

interface Play {
  /** Answers to the requests for a token. */
  readonly tokens: (index: number) => Answer
  /** What the receiver answers. */
  readonly respond?: (request: ReceivedRequest) => Answer
  readonly options?: object
  readonly pushes?: number
}

/** Has pushes delivered one after the other to a target that logs in by tokens. */
async function play({ tokens, respond, options = {}, pushes = 1 }: Play) {
  await using identity = await startReceiver({ respond: (_, index) => tokens(index) })
  await using receiver = await startReceiver(respond === undefined ? {} : { respond })
  await using app = await startTestApp({ settings })
  const client = { token_url: identity.url('/token'), client_id: 'bell buoy', client_secret: 'hu:sh' }
  const oauth2 = { ...client, ...options }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), options: { oauth2 } }] })
  for (let count = 1; count <= pushes; count++) {
    await push(app)
    await policy.ended(count)
  }
  return {
    executions: await policy.executions(),
    asked: [...identity.requests],
    tokensSeen: receiver.requests.map(({ headers }) => headers.authorization),
    records: JSON.stringify(app.rows('select * from attempt')),
    tokenUrl: client.token_url,
  }
}

test('a token is fetched once by client credentials, and used until shortly before it ends', async () => {
  const options = { scope: 'push read', audience: 'https://ci' }
  const { asked, tokensSeen, records } = await play({ tokens: () => token('t1'), options, pushes: 2 })
  const [request, ...others] = asked
  expect(others).toEqual([])
  expect(request?.headers.authorization).toBe(
    `Basic ${Buffer.from('bell%20buoy:hu%3Ash').toString('base64')}`,
  )
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: 'client_credentials',
    ...options,
  })
  expect(tokensSeen).toEqual(['Bearer t1', 'Bearer t1'])
  expect(records).not.toContain('t1"')
})

test('a client may log in in the body', async () => {
  const { asked } = await play({ tokens: () => token('t1'), options: { auth_style: 'body' } })
  expect(asked[0]?.headers.authorization).toBeUndefined()
  const body = new URLSearchParams(asked[0]?.body)
  expect([body.get('client_id'), body.get('client_secret')]).toEqual(['bell buoy', 'hu:sh'])
})

test('a token that the receiver refuses is fetched anew, once', async () => {
  const respond = ({ headers }: ReceivedRequest): Answer => ({
    status: headers.authorization === 'Bearer t2' ? 200 : 401,
  })
  const { executions, tokensSeen } = await play({ tokens: (index) => token(`t${index + 1}`), respond })
  expect(tokensSeen).toEqual(['Bearer t1', 'Bearer t2'])
  expect(executions[0]).toMatchObject({ status: 'Success' })

  const never = await play({ tokens: () => token('t1'), respond: () => ({ status: 401 }) })
  expect(never.tokensSeen).toEqual(['Bearer t1', 'Bearer t1'])
  expect(never.executions[0]).toMatchObject({ status_message: expect.stringContaining('answered 401') })
})

test('a token that has ended is fetched anew', async () => {
  const tokens = (index: number) => token(`t${index + 1}`, { expires_in: 0.001 })
  const { tokensSeen } = await play({ tokens, pushes: 2 })
  expect(tokensSeen).toEqual(['Bearer t1', 'Bearer t2'])
})

test.for([
  [
    { status: 401, body: '{"error":"invalid_client","error_description":"hu:sh"}' },
    'answered 401 (invalid_client)',
  ],
  [{ status: 200, body: '{}' }, 'the answer holds no access_token'],
  [{ status: 200, body: 'ahoy' }, 'the answer holds no access_token'],
  [{ does: 'closeAtOnce' }, 'the connection broke before the answer'],
] as const)('when no token is to be had (%j), the attempt says so', async ([answer, why]) => {
  const { executions, tokensSeen, records, tokenUrl } = await play({ tokens: () => answer })
  expect(tokensSeen).toEqual([])
  expect(executions[0]?.status_message).toContain(`no access token from ${tokenUrl}: `)
  expect(executions[0]?.status_message).toContain(why)
  expect(records).toContain('"login')
  expect(records).not.toContain('hu:sh')
})

test('the address guard judges where tokens come from', async () => {
  const options = { token_url: 'http://169.254.169.254/token' }
  const { executions } = await play({ tokens: () => token('t1'), options })
  expect(executions[0]?.status_message).toContain('169.254.169.254 is link-local')
})
