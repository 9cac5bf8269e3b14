import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiClient, postEnvelope } from '../support/app/api-client.ts'
import { adminPassword, sourceToken, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { firstStart, printedBy, unset } from '../support/app/first-start.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('the first start prints the address, a password that works and a registry block that works', async () => {
  await using bellbuoy = await startBellbuoy({ env: unset })
  const { text, password, endpoint } = await firstStart(bellbuoy)
  expect(text).toContain(`address         ${bellbuoy.url}`)
  const admin = apiClient(bellbuoy.url, { user: 'admin', password })
  expect((await admin.get('/api/v2.0/projects')).status).toBe(200)
  expect(endpoint.url).toBe(bellbuoy.notificationsUrl)
  const token = /^Bearer (\S+)$/.exec(endpoint.headers.Authorization[0])?.[1] ?? ''
  expect(token.length).toBeGreaterThan(20)
  const { status } = await postEnvelope(
    bellbuoy.url,
    token,
    envelope([pushEvent({ repository: 'shop/web' })]),
  )
  expect(status).toBe(200)
})

test('the second start prints none of it, and password and token still work', async () => {
  await using folder = await temporaryFolder('server')
  const first = await startBellbuoy({ dir: folder.path, env: unset })
  const { password, endpoint } = await firstStart(first)
  await first[Symbol.asyncDispose]()
  await using second = await startBellbuoy({ dir: folder.path, env: unset })
  const admin = apiClient(second.url, { user: 'admin', password })
  expect((await admin.get('/api/v2.0/projects')).status).toBe(200)
  const token = endpoint.headers.Authorization[0].replace('Bearer ', '')
  expect((await postEnvelope(second.url, token, envelope([]))).status).toBe(200)
  await second.kill('SIGTERM')
  expect(printedBy(second).trim()).toBe('')
})

test('a password that was set is not printed, and counts on the first start only', async () => {
  await using folder = await temporaryFolder('server')
  const first = await startBellbuoy({ dir: folder.path })
  await first.kill('SIGTERM')
  expect(first.output()).not.toContain(adminPassword)
  const env = { BELLBUOY_ADMIN_PASSWORD: 'Another-Password-2' }
  await using second = await startBellbuoy({ dir: folder.path, env })
  expect((await second.api.get('/api/v2.0/projects')).status).toBe(200)
})

test('a weak password and a short key start the server, with a warning that names the settings', async () => {
  const env = { BELLBUOY_ADMIN_PASSWORD: 'Harbor12345', BELLBUOY_SECRET_KEY: 'short' }
  await using bellbuoy = await startBellbuoy({ env })
  expect(bellbuoy.output()).toContain('the password of admin is a common one: choose another')
  expect(bellbuoy.output()).toContain('the key has 5 characters, fewer than 16')
  expect(bellbuoy.output()).not.toContain('Harbor12345')
})

test('a token that is set later is the token from then on', async () => {
  await using folder = await temporaryFolder('server')
  const first = await startBellbuoy({ dir: folder.path })
  await first[Symbol.asyncDispose]()
  await using second = await startBellbuoy({ dir: folder.path, env: { BELLBUOY_SOURCE_TOKEN: 'new-token' } })
  expect((await postEnvelope(second.url, 'new-token', envelope([]))).status).toBe(200)
  expect((await postEnvelope(second.url, sourceToken, envelope([]))).status).toBe(401)
})

test('the registry block names the address that others reach', async () => {
  const env = { ...unset, BELLBUOY_EXTERNAL_URL: 'https://bell.example.com/' }
  await using bellbuoy = await startBellbuoy({ env })
  const { text, endpoint } = await firstStart(bellbuoy)
  expect(endpoint.url).toBe('https://bell.example.com/service/notifications')
  expect(text).toContain('address         https://bell.example.com\n')
})

test('the data folder and every file in it are for their owner only, also those of before', async () => {
  await using folder = await temporaryFolder('server')
  const data = join(folder.path, 'data')
  const env = { BELLBUOY_DATABASE_URL: `sqlite:${join(data, 'bellbuoy.db')}` }
  const names = ['bellbuoy.db', 'bellbuoy.db-shm', 'bellbuoy.db-wal', 'bellbuoy.db.key', 'bellbuoy.db.lock']
  const assertClosed = (): void => {
    const files = readdirSync(data)
    expect(files).toEqual(expect.arrayContaining(names))
    expect(files.filter((file) => (statSync(join(data, file)).mode & 0o777) !== 0o600)).toEqual([])
  }
  {
    await using bellbuoy = await startBellbuoy({ dir: folder.path, env })
    expect(statSync(data).mode & 0o777).toBe(0o700)
    assertClosed()
    expect((await bellbuoy.api.get('/api/v2.0/projects')).status).toBe(200)
  }
  for (const file of readdirSync(data)) chmodSync(join(data, file), 0o644)
  await using again = await startBellbuoy({ dir: folder.path, env })
  assertClosed()
  expect((await again.api.get('/api/v2.0/projects')).status).toBe(200)
})
