import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import type { TestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'

/** A webhook of a project of its own, whose receiver answers 503 to this many pushes. */
async function failing(app: TestApp, address: string, { project = 'shop', pushes = 3 } = {}) {
  const policy = await createPolicy(app.api, { project, name: `deploy-${project}`, targets: [address] })
  for (let sent = 0; sent < pushes; sent++) await push(app, { repository: `${project}/web` })
  await policy.ended(pushes)
  return policy
}

const problem = (page: Page, name: string) => page.getByRole('article', { name })

describe.skipIf(!available('chromium'))('what needs you', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' } })

  test.each([
    { width: 1280, scheme: 'light' },
    { width: 360, scheme: 'dark' },
  ] as const)(
    'leads from a failing webhook to what failed being sent once, $width pixels wide',
    async ({ width, scheme }) => {
      const project = `dock-${width}`
      ui.receiver.respond = () => ({ status: 503 })
      const policy = await failing(ui.app, ui.receiver.url('/deploy'), { project })
      const { page, axe } = await ui.visit({ width, scheme, path: '/problems' })
      const row = problem(page, `deploy-${project} is failing`)
      await row.getByText('the receiver answered 503').waitFor()
      await row.getByText('Look into the log of the receiver').waitFor()
      expect(await axe()).toEqual([])

      ui.receiver.respond = () => ({ status: 200 })
      await row.getByRole('button', { name: 'Send what failed' }).click()
      const dialog = page.getByRole('dialog', { name: 'Send what failed' })
      await dialog.getByText('3 deliveries to send').waitFor()
      expect(await axe()).toEqual([])
      await dialog.getByRole('button', { name: 'Send now' }).click()
      await dialog.getByText('Sent 3. The problem shows how they end.').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      await policy.ended(6)
      await problem(page, `deploy-${project} was failing`).waitFor({ timeout: 30_000 })

      // It is over, and nothing is left to send.
      await problem(page, `deploy-${project} was failing`)
        .getByText('Sent 3 again: 3 delivered, 0 failed')
        .waitFor()
      expect(await row.count()).toBe(0)
      expect(await page.getByRole('button', { name: 'Send what failed' }).count()).toBe(0)
    },
    60_000,
  )

  test('counts in the navigation what waits for someone, until someone says that they are on it', async () => {
    ui.receiver.respond = () => ({ status: 401 })
    await failing(ui.app, ui.receiver.url('/ci'), { project: 'yard', pushes: 1 })
    const { page } = await ui.visit({ path: '/problems' })
    await page
      .getByRole('link', { name: /What needs you/ })
      .getByText('1')
      .waitFor()
    const row = problem(page, 'deploy-yard is failing')
    await row.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByLabel('Note for the others').fill('the token is ordered')
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click()
    await row.getByText('the token is ordered').waitFor()
    await page.getByRole('heading', { name: 'Somebody is on it' }).waitFor()
    await page.getByText('All quiet').waitFor()
    await row.getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  })

  test('shows what people stopped apart, with the button that ends it', async () => {
    const policy = await createPolicy(ui.app.api, {
      project: 'pier',
      name: 'held-back',
      targets: [ui.receiver.url('/pier')],
    })
    const { body } = await ui.app.api.get(policy.path)
    await ui.app.api.post(`/api/v2.0/projects/pier/webhook/targets/${body.targets[0].id}/pause`)
    const { page, axe } = await ui.visit({ path: '/projects/pier/problems' })
    await page.getByText('All quiet').waitFor()
    const row = problem(page, 'A target of held-back is paused')
    await row.getByRole('button', { name: 'Resume' }).waitFor()
    expect(await axe()).toEqual([])
    await row.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('heading', { name: 'Over' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Stopped on purpose' }).count()).toBe(0)
  })

  test('is linked from the page of the webhook, and reads in Chinese', async () => {
    ui.receiver.respond = () => ({ status: 503 })
    const policy = await failing(ui.app, ui.receiver.url('/quay'), { project: 'quay', pushes: 1 })
    const { page } = await ui.visit({ path: `/projects/quay/webhooks/${policy.id}`, locale: 'zh-CN' })
    await page.getByRole('link', { name: '处理此问题' }).click()
    const row = problem(page, 'deploy-quay 投递失败')
    await row.getByText('查看接收方的日志').waitFor()
    await row.getByRole('button', { name: '发送失败的投递' }).click()
    await page.getByText('将发送 1 个投递').waitFor()
  })
})
