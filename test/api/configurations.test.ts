import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'

const PATH = '/api/v2.0/configurations'
const shown = (value: number) => ({ editable: false, value })
const value = (enabled: boolean) => ({
  notification_enable: { editable: true, value: enabled },
  webhook_job_max_retry: shown(5),
  webhook_initial_wait_ms: shown(500),
  webhook_max_wait_ms: shown(1_800_000),
  webhook_factor: shown(3),
  webhook_randomization: shown(0.1),
  webhook_timeout_ms: shown(10_000),
  webhook_max_age_ms: shown(259_200_000),
  quota_warning_percent: shown(85),
})

test('the global switch is read, turned off and on again', async () => {
  await using app = await startTestApp()
  expect((await app.api.get(PATH)).body).toEqual(value(true))
  const { status, body } = await app.api.put(PATH, { notification_enable: false })
  expect([status, body]).toEqual([200, ''])
  expect((await app.api.get(PATH)).body).toEqual(value(false))
  await app.api.put(PATH, { notification_enable: true })
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('the switch begins as the setting says, until someone turns it', async () => {
  await using app = await startTestApp({ settings: { NOTIFICATION_ENABLE: 'false' } })
  expect((await app.api.get(PATH)).body).toEqual(value(false))
  await app.api.put(PATH, { notification_enable: true })
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('an update without the switch, or with other keys, leaves it as it is', async () => {
  await using app = await startTestApp({ settings: { NOTIFICATION_ENABLE: 'false' } })
  for (const body of [{}, { notification_enable: null }, { read_only: true, email_port: 25 }]) {
    expect((await app.api.put(PATH, body)).status).toBe(200)
  }
  expect((await app.api.get(PATH)).body).toEqual(value(false))
})

test('how deliveries are retried is shown as the server is set, and cannot be changed', async () => {
  await using app = await startTestApp({
    settings: { WEBHOOK_MAX_RETRY: '2', WEBHOOK_FACTOR: '1.5', WEBHOOK_TIMEOUT_MS: '1500' },
  })
  expect((await app.api.put(PATH, { webhook_job_max_retry: 7 })).status).toBe(200)
  expect((await app.api.get(PATH)).body).toMatchObject({
    webhook_job_max_retry: shown(2),
    webhook_factor: shown(1.5),
    webhook_timeout_ms: shown(1500),
  })
})

test('the switch takes true and false only', async () => {
  await using app = await startTestApp()
  const { status, body } = await app.api.put(PATH, { notification_enable: 'false' })
  expect([status, body.errors[0].code]).toEqual([422, 'UNPROCESSABLE_ENTITY'])
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})

test('nobody else may read or change the configuration', async () => {
  await using app = await startTestApp()
  expect((await app.anonymous.get(PATH)).status).toBe(401)
  expect((await app.anonymous.put(PATH, { notification_enable: false })).status).toBe(401)
  expect((await app.api.get(PATH)).body).toEqual(value(true))
})
