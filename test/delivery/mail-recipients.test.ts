import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type MailServer, startMailServer } from '../support/receivers/mail-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const settings = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '2' }
const [ops, dev, gone] = ['ops@acme.test', 'dev@acme.test', 'gone@acme.test']

const mailTarget = ({ port }: MailServer, recipients: readonly string[], more: object = {}) => ({
  type: 'email',
  address: recipients.join(', '),
  options: { smtp: { host: '127.0.0.1', port, security: 'none' }, from: 'bell@acme.test', ...more },
})
const recipientsOf = ({ mails }: MailServer) => mails.map(({ recipients }) => recipients)

test('a recipient refused for now gets the next attempt alone, and nobody gets a mail twice', async () => {
  const refuseRecipient = (address: string, index: number) =>
    address === dev && index < 2 ? { code: 451, text: 'try later' } : null
  await using server = await startMailServer({ startTls: false, refuseRecipient })
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [mailTarget(server, [ops, dev])] })
  await push(app)
  const { id, status } = await policy.endedAlone()

  expect(status).toBe('Success')
  expect(recipientsOf(server)).toEqual([[ops], [dev]])
  const ids = server.mails.map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1])
  expect(new Set(ids).size).toBe(1)
  const attempts = await app.store.deliveries.attempts(id)
  expect(attempts.map(({ request }) => request?.headers['to'])).toEqual([`${ops}, ${dev}`, dev, dev])
  expect(attempts[0]).toMatchObject({
    failure: { code: 'status', text: expect.stringContaining(`${dev} (451 try later)`), permanent: false },
    response: {
      recipients: [
        { address: ops, fate: 'taken' },
        { address: dev, fate: 'deferred' },
      ],
    },
  })
})

test('a delivery fails for one recipient refused permanently, and names it; a redelivery goes to that one alone', async () => {
  const refuseRecipient = (address: string, index: number) => {
    if (address === dev && index === 0) return { code: 450, text: 'greylisted' }
    return address === gone && index === 0 ? { code: 550, text: '5.1.1 no such user' } : null
  }
  await using server = await startMailServer({ startTls: false, refuseRecipient })
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [mailTarget(server, [ops, dev, gone])] })
  await push(app)
  const { id, status, status_message: reason } = await policy.endedAlone()

  expect(status).toBe('Error')
  expect(reason).toBe(
    `the mail server did not accept the mail for ${gone} (550 5.1.1 no such user); gave up: no later attempt can succeed`,
  )
  expect(recipientsOf(server)).toEqual([[ops], [dev]])
  expect(await policy.log(id)).toContain(`< (${gone} was refused permanently: 550 5.1.1 no such user)`)

  await app.api.post(`/api/v2.0/projects/team/webhook/deliveries/${id}/redeliver`)
  const executions = await policy.ended(2)
  expect(executions.map((one) => one.status).toSorted()).toEqual(['Error', 'Success'])
  expect(recipientsOf(server)).toEqual([[ops], [dev], [gone]])

  // When all have received it, a redelivery goes to all.
  const whole = Math.max(...executions.map((one) => one.id))
  await app.api.post(`/api/v2.0/projects/team/webhook/deliveries/${whole}/redeliver`)
  await policy.ended(3)
  expect(recipientsOf(server).at(-1)).toEqual([ops, dev, gone])
})

test('a digest brings each recipient the events that it misses', async () => {
  const clock = new ManualClock(Date.now())
  const refuseRecipient = (address: string, index: number) =>
    address === dev && index === 0 ? { code: 452, text: 'full' } : null
  await using server = await startMailServer({ startTls: false, refuseRecipient })
  await using app = await startTestApp({ clock, settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, {
    targets: [mailTarget(server, [ops, dev], { digest_seconds: 60 })],
  })
  const pending = (count: number, mails: number) =>
    waitUntil(
      () =>
        server.mails.length === mails &&
        app.rows(`select 1 from delivery where state = 'pending'`).length === count,
      { what: `${count} are gathered` },
    )
  await push(app, { user: 'alice' })
  await pending(1, 0)
  clock.advance(60_000)
  await pending(1, 1)
  await push(app, { user: 'bob' })
  await pending(2, 1)
  clock.advance(120_000)
  await policy.ended(2)

  const seen = server.mails.map(({ recipients, source }) => [
    recipients.join(),
    ['alice', 'bob'].filter((user) => source.includes(`${user} pushed`)).join(),
  ])
  expect(seen.toSorted()).toEqual([
    [dev, 'alice,bob'],
    [ops, 'alice'],
    [ops, 'bob'],
  ])
})

test('a process killed between two attempts does not send twice to a recipient that accepted', async () => {
  const refuseRecipient = (address: string, index: number) =>
    address === dev && index === 0 ? { code: 451, text: 'try later' } : null
  await using server = await startMailServer({ startTls: false, refuseRecipient })
  await using folder = await temporaryFolder()
  const options = { dir: folder.path, env: { WEBHOOK_INITIAL_WAIT_MS: '3000' } }
  await using first = await startBellbuoy(options)
  const policy = await createPolicy(first.api, { targets: [mailTarget(server, [ops, dev])] })
  await push(first)
  await waitUntil(async () => ((await policy.executions())[0]?.status_message ?? '') !== '', {
    what: 'the first attempt is on record',
  })
  await first.kill('SIGKILL')
  await using second = await startBellbuoy(options)
  expect(await policy.from(second.api).endedAlone(20_000)).toMatchObject({ status: 'Success' })
  expect(recipientsOf(server)).toEqual([[ops], [dev]])
})
