import { beforeAll, describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { type TestBrowser, startBrowser } from '../support/chromium.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

describe.skipIf(!available('chromium'))('global webhooks', () => {
  let browser: TestBrowser
  let app: TestApp
  let receiver: Receiver

  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    browser = stack.use(await startBrowser())
    app = stack.use(await startTestApp())
    receiver = stack.use(await startReceiver())
    return () => stack.disposeAsync()
  })

  test('show when each of their event types last came', async () => {
    await app.api.post('/api/v2.0/webhook/policies', {
      name: 'everything',
      enabled: true,
      event_types: ['PUSH_ARTIFACT', 'DELETE_ARTIFACT'],
      targets: [{ type: 'http', address: receiver.url() }],
    })
    await using visit = await browser.visit(app.url, { path: '/webhooks' })
    const { page } = visit
    await page.getByRole('row', { name: /everything.*never/ }).waitFor()
    await push(app, { repository: 'setup/app', tag: 'v1' })
    await page.getByRole('row', { name: /everything.*(now|ago)/ }).waitFor()
    await page.getByRole('link', { name: 'everything' }).click()
    await page.getByRole('row', { name: /Artifact deleted.*never/ }).waitFor()
    await page.getByRole('row', { name: /^Artifact pushed.*(now|ago)/ }).waitFor()
    expect(visit.problems).toEqual([])
  })

  test('have their headers hidden while they are typed', async () => {
    await using visit = await browser.visit(app.url, { path: '/webhooks' })
    const { page } = visit
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Endpoint URL' }).waitFor()
    for (const button of await page.getByRole('button', { name: 'More options' }).all()) await button.click()
    await page.getByRole('button', { name: 'Add one' }).first().click()
    const value = page.getByRole('dialog').locator('input[aria-label="Value"]')
    await value.fill('Bearer of secrets')
    expect(await value.getAttribute('type')).toBe('password')
    expect(visit.problems).toEqual([])
  })
})
