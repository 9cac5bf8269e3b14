import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { waitUntil } from '../support/wait-until.ts'

describe.skipIf(!available('chromium'))('a webhook that needs someone', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const failing = async (project: string, pushes: number) => {
    ui.receiver.respond = ({ path }) => ({ status: path.startsWith('/deploy-') ? 503 : 200 })
    const name = `deploy-${project}`
    const policy = await createPolicy(ui.app.api, { project, name, targets: [ui.receiver.url(`/${name}`)] })
    for (let sent = 0; sent < pushes; sent++)
      await push(ui.app, { repository: `${project}/web`, tag: `v${sent}` })
    await policy.ended(pushes)
    return policy
  }

  test(
    'is found on the overview, recovered in two clicks from its page, and leaves a trace',
    { timeout: 60_000 },
    async () => {
      await createPolicy(ui.app.api, {
        project: 'quay',
        name: 'builds',
        targets: [ui.receiver.url('/builds')],
      })
      await push(ui.app, { repository: 'quay/app', tag: 'v1' })
      const policy = await failing('dock', 3)
      const { page, axe } = await ui.visit()
      await page.getByRole('heading', { name: '1 problem needs you' }).waitFor()
      const first = page.getByRole('table').getByRole('row').nth(1)
      await first.getByText('Failing', { exact: true }).waitFor()
      await first.getByText('the receiver itself fails').waitFor()
      await first.getByRole('link', { name: 'deploy-dock' }).click()

      const recover = page.getByRole('region', { name: 'Recover' })
      await recover.getByText(/3 failed deliveries to/).waitFor()
      expect(await axe()).toEqual([])
      ui.receiver.respond = () => ({ status: 200 })
      await recover.getByRole('button', { name: 'Send 3 …' }).click()
      await page.getByRole('dialog').getByText('3 deliveries to send').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click()
      await page.getByRole('dialog').getByText('Sent 3.').waitFor()
      await page.keyboard.press('Escape')
      await policy.ended(6)

      await recover.getByText('Sent 3 again: 3 delivered, 0 failed').waitFor({ timeout: 30_000 })
      expect(await recover.getByRole('button').count()).toBe(0)
      const last = page.getByRole('region', { name: 'Last events' })
      await last.getByText('Recovered: failed at first, delivered when sent again').first().waitFor()
      await page.goto(`${ui.app.url}/projects/dock/deliveries?state=error`)
      await page.getByText('dock/web').first().waitFor({ state: 'detached' })
    },
  )

  test('says what it missed while it was disabled, and sends that once', { timeout: 90_000 }, async () => {
    const policy = await createPolicy(ui.app.api, {
      project: 'pier',
      name: 'rollout',
      targets: [ui.receiver.url('/rollout')],
    })
    await policy.update({ enabled: false })
    const disabled = async () =>
      (await ui.app.api.get(`/api/v2.0/projects/pier/webhook/problems`)).body.items.length
    await waitUntil(async () => (await disabled()) === 1, {
      what: 'it is known to be disabled',
      timeoutMs: 20_000,
    })
    await push(ui.app, { repository: 'pier/web', tag: 'v1' })
    const { page } = await ui.visit({ path: `/projects/pier/webhooks/${policy.id}` })
    const recover = page.getByRole('region', { name: 'Recover' })
    await recover.getByText('1 event missed while the webhook was disabled').waitFor()
    await recover.getByText('Enable the webhook to send them.').waitFor()
    await page
      .getByRole('region', { name: 'Last events' })
      .getByText('Not sent: the webhook was disabled')
      .waitFor()
    await page.getByRole('switch', { name: 'Enabled' }).click()
    await recover.getByRole('button', { name: 'Send 1 …' }).click()
    await page.getByRole('dialog').getByText('1 event to send.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click()
    await page.getByRole('dialog').getByText('Sent 1.').waitFor()
    expect(await policy.ended(1)).toHaveLength(1)
  })

  test(
    'shows its filter in words, the pattern that said no, and sends the event once the filter lets it pass',
    { timeout: 60_000 },
    async () => {
      const policy = await createPolicy(ui.app.api, {
        project: 'lock',
        name: 'ci',
        targets: [ui.receiver.url('/ci')],
      })
      await policy.update({ filter: { tags: { include: ['v[0-3]*'] } } })
      await push(ui.app, { repository: 'lock/web', tag: 'v4.0' })
      const { page } = await ui.visit({ path: `/projects/lock/webhooks/${policy.id}` })
      const last = page.getByRole('region', { name: 'Last events' })
      await last.getByText('Not sent: tag v4.0 matches none of v[0-3]*').waitFor()
      const change = last.getByRole('link', { name: 'Change the filter' })
      expect(await change.getAttribute('href')).toBe(`/projects/lock/webhooks/${policy.id}/edit`)
      await page.getByText('It passes 0 of the last 1 events.').waitFor()

      await policy.update({ filter: { tags: { include: ['v*'] } } })
      await last.getByText('It passes now.').waitFor()
      await last.getByRole('button', { name: 'Send what was missed' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click()
      await page.getByRole('dialog').getByText('Sent 1.').waitFor()
      await page.keyboard.press('Escape')
      await last.getByText('Delivered', { exact: true }).waitFor()
    },
  )

  test('is one of all webhooks: found by name and state on their page, and by the palette', async () => {
    const { page } = await ui.visit({ path: '/webhooks' })
    await page.getByRole('row', { name: /ci.*lock/ }).waitFor()
    await page.getByRole('textbox', { name: 'Webhook or project' }).fill('pier')
    await page.getByRole('row', { name: /ci.*lock/ }).waitFor({ state: 'detached' })
    expect(await page.getByRole('row').count()).toBe(2)
    expect(new URL(page.url()).searchParams.get('name')).toBe('pier')
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(`${ui.app.url}/webhooks`)
    await page.getByRole('row', { name: /ci.*lock/ }).waitFor()
    expect(requests.filter((url) => /webhook\/(deliveries|policies|lasttrigger)/.test(url))).toEqual([])

    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Search' }).fill('rollout')
    await page.getByRole('button', { name: /rollout.*pier/s }).click()
    await page.getByRole('heading', { name: 'rollout' }).waitFor()
  })
})
