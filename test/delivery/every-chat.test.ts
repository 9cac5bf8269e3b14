import { expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import type { Answer } from '../support/receivers/answer.ts'
import { CHATS, chatAt, chatTarget } from '../support/receivers/chats/chats.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const KINDS = Object.keys(CHATS)

const targetsAt = (receiver: Receiver) => KINDS.map((type) => chatTarget(type, receiver.url(`/${type}`)))

const WAIT_MS = 7000

test.for([
  ['in Retry-After', () => ({ status: 429, headers: { 'retry-after': String(WAIT_MS / 1000) } })],
  ['as its maker has it', (kind: string) => CHATS[kind]!.waiting?.(WAIT_MS) ?? null],
] as const)('a chat that asks to wait %s is left alone that long', async ([, answerOf]) => {
  const clock = new ManualClock(Date.now())
  const kinds = KINDS.filter((kind) => answerOf(kind) !== null)
  await using receiver = await startReceiver({ respond: ({ path }) => answerOf(chatAt(path))! })
  await using app = await startTestApp({ clock })
  await createPolicy(app.api, { targets: kinds.map((type) => chatTarget(type, receiver.url(`/${type}`))) })
  await push(app)

  const waits = () =>
    app
      .rows(`select due_at from delivery where state = 'pending'`)
      .map((row) => Number(row['due_at']) - clock.now())
  await waitUntil(() => waits().filter((wait) => wait >= WAIT_MS).length === kinds.length, {
    what: 'each retry waits',
  })
  expect(receiver.requests).toHaveLength(kinds.length)
  expect(Math.max(...waits())).toBeLessThan(2 * WAIT_MS)
})

test('a chat that does not answer in time fails the attempt and no more', async () => {
  const answered = new Set<string>()
  const respond = ({ path }: { readonly path: string }): Answer => {
    const kind = chatAt(path)
    if (answered.has(kind)) return CHATS[kind]!.thanks
    answered.add(kind)
    return { does: 'hang' }
  }
  await using receiver = await startReceiver({ respond })
  await using app = await startTestApp({
    settings: { WEBHOOK_TIMEOUT_MS: '1000', WEBHOOK_INITIAL_WAIT_MS: '1' },
  })
  const policy = await createPolicy(app.api, { targets: targetsAt(receiver) })
  await push(app)
  const executions = await policy.ended(KINDS.length, 20_000)
  for (const { id, status } of executions) {
    expect(status).toBe('Success')
    expect(await policy.log(id)).toContain('no answer within 1000 ms')
  }
})

test('a redirect of a chat is not followed, whatever it holds', async () => {
  await using elsewhere = await startReceiver()
  await using receiver = await startReceiver({
    respond: () => ({ does: 'redirect', status: 302, to: elsewhere.url('/login') }),
  })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { targets: targetsAt(receiver) })
  await push(app)
  for (const { status, status_message: reason } of await policy.ended(KINDS.length)) {
    expect(status).toBe('Error')
    expect(reason).toContain('redirects are not followed')
  }
  expect(elsewhere.connections).toBe(0)
})

test('the address guard judges the addresses of chats', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { TARGET_DENY: '127.0.0.0/8,::1' } })
  const policy = await createPolicy(app.api, { targets: targetsAt(receiver) })
  await push(app)
  for (const { status, status_message: reason } of await policy.ended(KINDS.length)) {
    expect(status).toBe('Error')
    expect(reason).toContain('127.0.0.1 is refused by the setting TARGET_DENY')
  }
  expect(receiver.connections).toBe(0)
})
