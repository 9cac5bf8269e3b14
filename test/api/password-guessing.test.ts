import { expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const CURRENT = '/api/v2.0/users/current'
const TRUSTING = { settings: { TRUSTED_PROXIES: '127.0.0.1' } }

/** Asks who one is, by Basic, as a proxy passes it on that names the caller's address. @returns the status */
async function ask(app: TestApp, password: string, address: string, name = 'admin'): Promise<number> {
  const client = apiClient(app.url, { user: name, password })
  return (await client.get(CURRENT, { 'x-forwarded-for': address })).status
}

const addressOf = (number: number): string => `198.51.${100 + (number >> 8)}.${number & 255}`

test('of four hundred guesses in parallel five are checked, and the owner gets in from elsewhere', async () => {
  await using app = await startTestApp({ ...TRUSTING, clock: new ManualClock() })
  const guesses = Array.from({ length: 400 }, (_, number) => ask(app, `guess ${number}`, '198.51.100.1'))
  expect(await ask(app, adminPassword, '203.0.113.9')).toBe(200)
  const statuses = Map.groupBy(await Promise.all(guesses), (status) => status)
  expect([statuses.get(401)?.length, statuses.get(429)?.length]).toEqual([5, 395])
})

test('an owner who is known goes before others that guess; look-ups and deliveries do not wait', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ ...TRUSTING, clock: new ManualClock() })
  const policy = await createPolicy(app.api, {
    targets: [{ address: receiver.url().replace('127.0.0.1', 'localhost') }],
  })
  const user = { username: 'anna', password: 'Anchor-Chain-42', email: 'anna@example.com' }
  await app.api.post('/api/v2.0/users', user)
  expect(await ask(app, user.password, '203.0.113.9', 'anna')).toBe(200)
  let answered = 0
  const guesses = Array.from({ length: 20 }, async (_, number) => {
    await ask(app, `guess ${number}`, addressOf(number), 'anna')
    answered++
  })
  // So that the password has to be checked once more.
  await app.store.users.update(2, { realname: 'Anna' })
  expect(await ask(app, user.password, '203.0.113.9', 'anna')).toBe(200)
  await push(app)
  await policy.ended(1)
  expect(receiver.requests).toHaveLength(1)
  expect(answered).toBeLessThan(15)
  await Promise.all(guesses)
})

test('guesses at the old password of a session are held up as well', async () => {
  await using app = await startTestApp({ ...TRUSTING, clock: new ManualClock() })
  const change = (old_password: string) =>
    app.api.put(
      '/api/v2.0/users/1/password',
      { old_password, new_password: 'Bowline-Knot-7' },
      { 'x-forwarded-for': '198.51.100.1' },
    )
  for (let time = 0; time < 5; time++) expect((await change(`guess ${time}`)).status).toBe(403)
  expect((await change(adminPassword)).status).toBe(429)
})

test('guesses at a secret that was chosen for a robot are held up, an outdated generated one is not', async () => {
  await using app = await startTestApp({ ...TRUSTING, clock: new ManualClock() })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const access = [{ resource: 'notification-policy', action: 'list' }]
  const permissions = [{ kind: 'project', namespace: 'shop', access }]
  const robot = { name: 'ci', level: 'system', duration: -1, permissions }
  const created = await app.api.post('/api/v2.0/robots', robot)
  expect(created.status).toBe(201)
  const use = (secret: string, address: string) => ask(app, secret, address, created.body.name)
  const outdated = `${created.body.secret.slice(1)}x`
  for (let time = 0; time < 60; time++) expect(await use(outdated, '198.51.100.1')).toBe(401)
  expect(await use(created.body.secret, '198.51.100.1')).toBe(412)
  const chosen = 'Chosen-Secret-7'
  await app.api.patch(String(created.headers['location']), { secret: chosen })
  for (let time = 0; time < 5; time++) expect(await use(`guess ${time}`, '198.51.100.1')).toBe(401)
  expect(await use(chosen, '198.51.100.1')).toBe(429)
  expect(await use(chosen, '203.0.113.9')).toBe(412)
})
