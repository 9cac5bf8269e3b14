import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { waitUntil } from '../support/wait-until.ts'

const MINUTE_MS = 60_000
const PUSHES = 4

describe.skipIf(!available('chromium'))('a target that is down for an hour', () => {
  const clock = new ManualClock(Date.now() - 70 * MINUTE_MS)
  const ui = openConsole({ clock })

  /** Moves the clock on, as time does, until something has come about. */
  const pass = (what: string, isSo: () => Promise<boolean>) =>
    waitUntil(
      async () => {
        clock.advance(15_000)
        return isSo()
      },
      { what, intervalMs: 50, timeoutMs: 30_000 },
    )

  /** Pushes a quarter of an hour apart, each of which is given up after all its retries. */
  async function failForAnHour() {
    ui.receiver.respond = () => ({ status: 503, body: 'the build server is down' })
    const policy = await createPolicy(ui.app.api, {
      project: 'shop',
      name: 'deploy',
      targets: [ui.receiver.url('/deploy')],
    })
    for (let sent = 1; sent <= PUSHES; sent++) {
      await push(ui.app, { repository: 'shop/web', tag: `v${sent}` })
      await pass(`delivery ${sent} is given up`, async () => {
        const { body } = await ui.app.api.get('/api/v2.0/projects/shop/webhook/deliveries?state=error')
        return body.items.length === sent
      })
      clock.advance(15 * MINUTE_MS)
    }
    return policy
  }

  test('is found in the inbox, understood, and made good, and leaves a trace', async () => {
    const policy = await failForAnHour()
    const { page } = await ui.visit({ path: '/problems' })
    const row = page.getByRole('article', { name: 'deploy is failing' })
    await pass('the problem is found', async () => (await row.count()) === 1)
    await row.getByText('the receiver answered 503').waitFor()

    await row.getByRole('link', { name: 'deploy' }).first().click()
    await page.getByRole('heading', { name: 'deploy', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Open delivery' }).first().click()
    await page.getByText('gave up: all 5 retries are used').first().waitFor()
    await page.getByText('the build server is down').first().waitFor()

    ui.receiver.respond = () => ({ status: 200 })
    await page.goto(`${ui.app.url}/problems`)
    await row.getByRole('button', { name: 'Send what failed' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send what failed' })
    await dialog.getByText(`${PUSHES} deliveries to send`).waitFor()
    await dialog.getByRole('button', { name: 'Send now' }).click()
    await dialog.getByText(`Sent ${PUSHES}. The problem shows how they end.`).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await policy.ended(2 * PUSHES)

    const over = page.getByRole('article', { name: 'deploy was failing' })
    await pass('the problem is over', async () => (await over.count()) === 1)
    await over.getByText(`Sent ${PUSHES} again: ${PUSHES} delivered, 0 failed`).waitFor()
    await page.goto(`${ui.app.url}/projects/shop/deliveries/1`)
    await page.getByText('Sent again as').waitFor()
    await page.goto(`${ui.app.url}/logs`)
    await page.getByText(`${PUSHES} deliveries`).first().waitFor()
    const received = ui.receiver.requests.filter(({ headers }) => headers['x-bellbuoy-redelivery'] === '1')
    expect(received).toHaveLength(PUSHES)
  }, 120_000)
})
