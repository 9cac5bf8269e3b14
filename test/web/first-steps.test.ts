import { describe, expect, test } from 'vitest'
import { postEnvelope } from '../support/app/api-client.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'

describe.skipIf(!available('chromium'))('the first steps', () => {
  const ui = openConsole()

  test('lead from nothing to the first webhook that is delivered', { timeout: 60_000 }, async () => {
    const { page, axe } = await ui.visit()
    const step = (title: string) => page.getByRole('listitem').filter({ hasText: title })
    await page.getByRole('heading', { name: 'Send your first webhook' }).waitFor()
    expect(await axe()).toEqual([])

    await page.getByRole('button', { name: 'Connect a registry' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('harbour')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect a registry' }).click()
    const block = await page.getByRole('region', { name: 'Connect harbour' }).innerText()
    const [, token] = /Bearer (\S+)\]/.exec(block)!
    const pushed = envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })])
    await postEnvelope(ui.app.url, token!, pushed, { source: 'harbour' })
    await page.getByText('First event received').waitFor()
    await page.keyboard.press('Escape')
    await step('Connect a registry').getByText('harbour reports events').waitFor()
    await step('Receive an event').getByRole('link', { name: 'shop/web:v1' }).waitFor()

    const create = step('Create a webhook').getByRole('link', { name: 'Create webhook' })
    expect(await create.getAttribute('href')).toBe('/projects/shop/webhooks/new')
    await createPolicy(ui.app.api, { project: 'shop', name: 'builds', targets: [ui.receiver.url('/builds')] })
    await step('Create a webhook').getByRole('link', { name: 'builds' }).waitFor()

    await step('Deliver').getByRole('link', { name: 'Open the webhook' }).click()
    await page.getByRole('heading', { name: 'builds' }).waitFor()
    await page.getByText('Not sent: the webhook did not exist yet').waitFor()
    await page
      .getByRole('region', { name: 'Last events' })
      .getByRole('button', { name: 'Send what was missed' })
      .click()
    const dialog = page.getByRole('dialog', { name: 'Send what was missed' })
    await dialog.getByText('1 event to send.').waitFor()
    await dialog.getByRole('button', { name: 'Send now' }).click()
    await dialog.getByText('Sent 1.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Last events' }).getByText('Delivered', { exact: true }).waitFor()

    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('heading', { name: 'All quiet' }).waitFor()
    await page.getByRole('heading', { name: 'Webhooks' }).waitFor()
    expect(await page.getByText('Send your first webhook').count()).toBe(0)
    expect(await axe()).toEqual([])
  })
})
