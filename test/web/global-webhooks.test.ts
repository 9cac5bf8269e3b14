import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { push } from '../support/app/push.ts'

describe.skipIf(!available('chromium'))('global webhooks', () => {
  const ui = openConsole()

  test('show when each of their event types last came', async () => {
    await ui.app.api.post('/api/v2.0/webhook/policies', {
      name: 'everything',
      enabled: true,
      event_types: ['PUSH_ARTIFACT', 'DELETE_ARTIFACT'],
      targets: [{ type: 'http', address: ui.receiver.url() }],
    })
    const { page } = await ui.visit({ path: '/webhooks' })
    await page.getByRole('row', { name: /everything.*never/ }).waitFor()
    await push(ui.app, { repository: 'team/app', tag: 'v1' })
    await page.getByRole('row', { name: /everything.*(now|ago)/ }).waitFor()
    await page.getByRole('link', { name: 'everything' }).click()
    await page.getByRole('row', { name: /Artifact deleted.*never/ }).waitFor()
    await page.getByRole('row', { name: /^Artifact pushed.*(now|ago)/ }).waitFor()
  })

  test('have their headers hidden while they are typed', async () => {
    const { page } = await ui.visit({ path: '/webhooks' })
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Endpoint URL' }).waitFor()
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.getByRole('button', { name: 'Add one' }).first().click()
    const value = page.getByRole('group', { name: 'Headers' }).locator('input[aria-label="Value"]')
    await value.fill('Bearer of secrets')
    expect(await value.getAttribute('type')).toBe('password')
  })
})
