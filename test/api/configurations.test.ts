import { expect, test } from 'vitest'
import { startTestApp } from '../support/start-test-app.ts'

const PATH = '/api/v2.0/configurations'
const value = (enabled: boolean) => ({ notification_enable: { editable: true, value: enabled } })

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
