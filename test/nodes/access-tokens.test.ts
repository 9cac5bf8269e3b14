import { expect, test } from 'vitest'
import { OWN_TOKENS, makeAccessToken } from '../support/app/access-token.ts'
import { openLiveStream } from '../support/app/live-stream.ts'
import { waitUntil } from '../support/wait-until.ts'
import { startTwoApps } from './two-apps.ts'

const CURRENT = '/api/v2.0/users/current'

test('a token that one process has revoked is refused by the other at once', async () => {
  await using apps = await startTwoApps()
  const { one, other } = apps
  const token = await makeAccessToken(one.api)
  expect((await other.anonymous.get(CURRENT, token.bearer)).status).toBe(200)
  expect((await one.api.delete(`${OWN_TOKENS}/${token.id}`)).status).toBe(200)
  expect((await other.anonymous.get(CURRENT, token.bearer)).status).toBe(401)
})

test('a revoked token ends its streams at the other process', async () => {
  await using apps = await startTwoApps()
  const { one, other } = apps
  const token = await makeAccessToken(one.api)
  const open = (path: string) => other.anonymous.open(path, token.bearer)
  await using stream = await openLiveStream({ ...other.anonymous, open }, '/api/v2.0/webhook/live')
  await waitUntil(() => one.store.otherNodes.areWatching, { what: 'one process knows of the reader' })
  expect((await one.api.delete(`${OWN_TOKENS}/${token.id}`)).status).toBe(200)
  await stream.ended()
})

test('a command line begins at one process, a person approves at the other', async () => {
  await using apps = await startTwoApps()
  const { one, other } = apps
  const logins = '/api/v2.0/device-logins'
  const { body } = await one.anonymous.post(logins, { client: 'anchor' })
  expect((await other.api.post(`${logins}/${body.user_code}/approve`, {})).status).toBe(200)
  const claimed = await one.anonymous.post(`${logins}/claim`, { device_code: body.device_code })
  expect(claimed.body).toMatchObject({ name: 'anchor', username: 'admin' })
  const authorization = `Bearer ${claimed.body.secret}`
  expect((await other.anonymous.get(CURRENT, { authorization })).status).toBe(200)
})
