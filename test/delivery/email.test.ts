import { expect, test } from 'vitest'
import { storedAttempts } from '../support/app/stored-attempts.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type MailServer, mailLogin, startMailServer } from '../support/receivers/mail-server.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const quick = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' }

function mailTarget({ port }: MailServer, smtp: object = mailLogin, more: object = {}) {
  return {
    type: 'email',
    address: 'ops@acme.test, dev@acme.test',
    options: {
      smtp: { host: 'localhost', port, ...smtp },
      from: 'Bellbuoy <bell@acme.test>',
      ca: certificate('localhost').cert,
      ...more,
    },
  }
}

test('a push is a mail to every recipient, over STARTTLS and logged in', async () => {
  await using server = await startMailServer()
  await using app = await startTestApp({ settings: quick })
  const policy = await createPolicy(app.api, { targets: [mailTarget(server)] })
  await push(app, { user: 'alice' })
  const execution = await policy.endedAlone()

  expect(execution).toMatchObject({ status: 'Success', vendor_type: 'EMAIL' })
  const [mail] = server.mails
  expect(mail).toMatchObject({ recipients: ['ops@acme.test', 'dev@acme.test'], secure: true, user: 'bell' })
  expect(mail?.source).toContain('Subject: alice pushed app:latest to team')
  expect(mail?.source).toContain('From: Bellbuoy <bell@acme.test>')
  expect(mail?.source).toMatch(/text\/plain[^]*text\/html/)
  const log = await policy.log(execution.id)
  expect(log).toContain(`> MAIL to 2 through localhost:${server.port}`)
  expect(log).toContain('< SMTP 250')
  expect(log).not.toContain(mailLogin.password)
})

test('what is not offered encrypted is not sent, unless the target says so', async () => {
  await using server = await startMailServer({ startTls: false })
  await using app = await startTestApp({ settings: quick })
  const policy = await createPolicy(app.api, {
    targets: [mailTarget(server, {}), mailTarget(server, { security: 'none' })],
  })
  await push(app)
  const ends = (await policy.ended(2)).map(({ status }) => status)
  expect(ends.toSorted()).toEqual(['Error', 'Success'])
  expect(server.mails).toMatchObject([{ secure: false }])
})

test('a wrong password ends the delivery, and says why', async () => {
  await using server = await startMailServer()
  await using app = await startTestApp({ settings: quick })
  const wrong = { ...mailLogin, password: 'guessed' }
  const policy = await createPolicy(app.api, { targets: [mailTarget(server, wrong)] })
  await push(app)
  const { status, status_message: reason, id } = await policy.endedAlone()
  expect(status).toBe('Error')
  expect(reason).toMatch(/^the mail server refused the log-in: 535 .*no later attempt can succeed$/)
  expect(await policy.log(id)).not.toContain('guessed')
})

test.for([
  [451, 'Success', 'retried'],
  [550, 'Error', 'refused for good'],
] as const)('a mail that is refused with %i ends as %s: it is %s', async ([code, expected]) => {
  const refuse = (index: number) => (index === 0 ? { code, text: 'not like this' } : null)
  await using server = await startMailServer({ refuse })
  await using app = await startTestApp({ settings: quick })
  const policy = await createPolicy(app.api, { targets: [mailTarget(server)] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: expected })
  expect(app.rows('select * from attempt')).toHaveLength(expected === 'Success' ? 2 : 1)
})

test('what arrives within the window of a digest is one mail, on record for each delivery', async () => {
  const clock = new ManualClock(Date.now())
  await using server = await startMailServer()
  await using app = await startTestApp({ clock, settings: quick })
  const policy = await createPolicy(app.api, {
    targets: [mailTarget(server, mailLogin, { digest_seconds: 60 })],
  })
  for (const user of ['alice', 'bob', 'carol']) await push(app, { user })
  await waitUntil(() => app.rows(`select 1 from delivery where state = 'pending'`).length === 3, {
    what: 'all are gathered',
  })
  clock.advance(59_000)
  expect(server.mails).toEqual([])
  clock.advance(1000)
  await waitUntil(() => server.mails.length === 1, { what: 'the digest' })
  const executions = await policy.ended(3)

  expect(executions.every(({ status }) => status === 'Success')).toBe(true)
  expect(server.mails).toHaveLength(1)
  expect(server.mails[0]?.source).toContain('Subject: 3 events in team/app')
  for (const user of ['alice', 'bob', 'carol']) expect(server.mails[0]?.source).toContain(`${user} pushed`)
  const ids = storedAttempts(app).map(({ request }) => request!.headers['message-id'])
  expect(ids).toHaveLength(3)
  expect(new Set(ids).size).toBe(1)
})

test('the settings have the mail server and the sender of targets that name none', async () => {
  await using server = await startMailServer({ startTls: false })
  const settings = {
    ...quick,
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(server.port),
    SMTP_SECURITY: 'none',
    SMTP_FROM: 'bell@acme.test',
  }
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [{ type: 'email', address: 'ops@acme.test' }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
})

test.for([
  [{ address: '' }, 'an email target needs a recipient'],
  [{ address: 'nobody' }, 'nobody is no mail address'],
  [{ options: {} }, 'smtp is missing, and the settings (SMTP_HOST) name no mail server either'],
  [{ options: { smtp: { host: 'a' } } }, 'from is missing'],
  [{ options: { smtp: { host: 'a' }, from: 'x\r\nBcc: y@z' } }, 'is no mail address'],
] as const)('%j is refused in words', async ([changes, why]) => {
  await using app = await startTestApp()
  const target = { type: 'email', address: 'ops@acme.test', options: {}, ...changes }
  await expect(createPolicy(app.api, { targets: [target] })).rejects.toThrow(`400`)
  await expect(createPolicy(app.api, { targets: [target] })).rejects.toThrow(why)
})

test('the address guard judges the mail server', async () => {
  await using app = await startTestApp({ settings: quick })
  const options = { smtp: { host: '169.254.169.254' }, from: 'bell@acme.test' }
  const policy = await createPolicy(app.api, { targets: [{ type: 'email', address: 'a@b.test', options }] })
  await push(app)
  expect((await policy.endedAlone()).status_message).toContain('169.254.169.254 is link-local')
})
