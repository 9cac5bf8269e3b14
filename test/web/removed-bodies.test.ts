import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOUR_MS = 3_600_000
const DELIVERY = '/api/v2.0/projects/old/webhook/deliveries/1'

describe.skipIf(!available('chromium'))('bodies that were removed, since they are old', () => {
  const clock = new ManualClock(Date.now() - 26 * HOUR_MS)
  const ui = openConsole({
    clock,
    // PostgreSQL removes bodies by whole ranges of ids, which a few never fill.
    needsFile: true,
    settings: { RETENTION_BODIES_DAYS: '1' },
    prepare: async ({ app, receiver }) => {
      const policy = await createPolicy(app.api, {
        project: 'old',
        name: 'builds',
        targets: [receiver.url()],
      })
      await push(app, { repository: 'old/app', tag: 'v1' })
      await policy.ended(1)
      const read = async () => (await app.api.get(DELIVERY)).body
      for (let hour = 0; hour < 24; hour++) clock.advance(HOUR_MS)
      await waitUntil(
        async () => {
          clock.advance(HOUR_MS / 4)
          return (await read()).payload === ''
        },
        { what: 'they are removed', intervalMs: 50 },
      )
    },
  })

  test('are spoken of by the delivery and its event, which lead to what sends the event once more', async () => {
    const { page, axe } = await ui.visit({ path: '/projects/old/deliveries/1' })
    const note = page.getByText('Bellbuoy has removed payloads and responses')
    await note.waitFor()
    const { body } = await ui.app.api.get(DELIVERY)
    expect(await note.locator('time').getAttribute('datetime')).toBe(body.bodies_kept_until)
    expect(await axe()).toEqual([])
    expect(await page.getByRole('button', { name: 'Redeliver' }).count()).toBe(0)
    await page.getByRole('tab', { name: 'Payload' }).click()
    await note.waitFor()
    await page.getByRole('link', { name: 'old/app:v1' }).click()
    await page.getByRole('heading', { name: 'old/app:v1' }).waitFor()
    await note.waitFor()
  })

  test('are the reason why the delivery is not sent again', async () => {
    const { status, body } = await ui.app.api.post(`${DELIVERY}/redeliver`)
    expect([status, body.errors[0].message]).toEqual([
      409,
      'the payload of delivery 1 was removed, since it is old: replay its event, which writes it anew',
    ])
  })

  test('are left out of a redelivery of many, which says so first', async () => {
    const { page, axe } = await ui.visit({ path: '/projects/old/deliveries?state=success' })
    await page.getByRole('button', { name: 'Redeliver all' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 delivery is left out: Bellbuoy has removed its payload.').waitFor()
    await dialog.getByText('0 ended deliveries will be sent again').waitFor()
    expect(await axe()).toEqual([])
  })
})

describe.skipIf(!available('chromium'))('events that were removed, since they are old', () => {
  const clock = new ManualClock(Date.now() - 3 * 24 * HOUR_MS)
  const ui = openConsole({
    clock,
    settings: { RETENTION_DAYS: '1' },
    prepare: async ({ app, receiver }) => {
      await createPolicy(app.api, { project: 'old', name: 'builds', targets: [receiver.url()] })
      await push(app, { repository: 'old/app', tag: 'v1' })
      await receiver.waitFor(1)
      for (let hour = 0; hour < 71; hour++) clock.advance(HOUR_MS)
      await push(app, { repository: 'old/app', tag: 'v2' })
      await receiver.waitFor(2)
      await waitUntil(
        async () => {
          clock.advance(HOUR_MS / 60)
          return (await app.api.get('/api/v2.0/projects/old/webhook/received-events')).body.items.length === 1
        },
        { what: 'the first one is removed', intervalMs: 50 },
      )
    },
  })

  test('are missing from what a webhook can be sent, which says since when nothing is', async () => {
    const { page, axe } = await ui.visit({ path: '/projects/old/webhooks/1' })
    await page.getByRole('button', { name: 'Send what was missed' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('0 events to send.').waitFor()
    expect(await dialog.getByText('Bellbuoy has removed older events').count()).toBe(0)
    await dialog.getByRole('combobox', { name: 'Missed in the last' }).click()
    await page.getByRole('option', { name: /week|7 days/i }).click()
    await dialog.getByText('Bellbuoy has removed older events, since they are old.').waitFor()
    expect(await dialog.locator('time').count()).toBe(1)
    expect(await axe()).toEqual([])
  })
})
