import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

describe.skipIf(!available('chromium'))('the catalogue of event types', () => {
  const ui = openConsole({
    prepare: ({ app, receiver }) => createPolicy(app.api, { name: 'build', targets: [receiver.url()] }),
  })

  test.each([1280, 360])('leads from a type to who gets it, %d pixels wide', async (width) => {
    const { page, axe } = await ui.visit({ width, path: '/event-types' })
    await page.getByText('A client pulled an artifact.').waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('link', { name: 'Artifact pushed' }).click()
    await page.getByRole('heading', { name: 'Artifact pushed' }).waitFor()
    await page.getByRole('button', { name: 'Show the schema' }).click()
    await page.getByText('"https://json-schema.org/draft/2020-12/schema"').waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('link', { name: 'build' }).click()
    await page.getByRole('heading', { name: 'build' }).waitFor()
  })

  test('shows an example in each format', async () => {
    const { page } = await ui.visit({ path: '/event-types/PUSH_ARTIFACT' })
    const example = page.getByRole('region', { name: 'Examples' })
    await example.getByText('"type": "PUSH_ARTIFACT"').waitFor()
    await page.getByRole('combobox', { name: 'Payload format' }).click()
    await page.getByRole('option', { name: 'HTTP: Proposal' }).click()
    await example.getByText('pushImage').waitFor()
    await page.getByRole('combobox', { name: 'Payload format' }).click()
    await page.getByRole('option', { name: 'Slack' }).click()
    await example.getByText('blocks').first().waitFor()
  })

  test('is found from the form of a webhook, which keeps what was typed', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks' })
    await page.getByRole('link', { name: 'New webhook' }).click()
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'What the event types mean' }).click(),
    ])
    await opened.getByRole('heading', { name: 'Event types' }).waitFor()
  })
})
