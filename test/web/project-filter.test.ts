import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'

describe.skipIf(!available('chromium'))('a list over all projects', () => {
  const ui = openConsole({
    settings: { WEBHOOK_MAX_RETRY: '0' },
    prepare: async ({ app }) => {
      for (const project of ['dock', 'yard']) {
        const policy = await createPolicy(app.api, {
          project,
          name: `deploy-${project}`,
          targets: ['http://127.0.0.1:1/'],
        })
        await push(app, { repository: `${project}/app`, tag: 'v1' })
        await policy.ended(1)
      }
    },
  })

  test.each(['events', 'deliveries'])(
    'of %s is narrowed to one by a chip, which the address keeps',
    async (list) => {
      const { page, axe } = await ui.visit({ path: `/${list}` })
      await page.getByRole('link', { name: 'yard/app' }).first().waitFor()
      await page.getByRole('button', { name: 'Add filter' }).click()
      await page.getByRole('menuitem', { name: 'Project' }).click()
      await page.getByRole('textbox', { name: 'Project' }).fill('dock')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'yard/app' }).first().waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'dock/app' }).first().waitFor()
      expect(new URL(page.url()).search).toBe('?project=dock')
      expect(await axe()).toEqual([])
      await page.reload()
      await page.getByRole('group', { name: 'Project dock' }).waitFor()
      await page.getByRole('link', { name: 'dock/app' }).first().waitFor()
      expect(await page.getByRole('link', { name: 'yard/app' }).count()).toBe(0)
    },
  )

  test('acts on the deliveries of that project only', async () => {
    const { page } = await ui.visit({ path: '/deliveries?project=dock' })
    await page.getByRole('link', { name: 'dock/app' }).first().waitFor()
    await page.getByRole('button', { name: 'Redeliver all' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Only deliveries of the project dock are affected.').waitFor()
    await dialog.getByText('1 failed or expired delivery will be sent again.').waitFor()
  })

  test('of problems is narrowed, too, and says that there is no such project', async () => {
    const { page } = await ui.visit({ path: '/problems?project=dock' })
    await page.getByRole('article', { name: 'deploy-dock is failing' }).waitFor({ timeout: 30_000 })
    expect(await page.getByRole('article', { name: 'deploy-yard is failing' }).count()).toBe(0)
    await page.goto(`${ui.app.url}/problems?project=nowhere`)
    await page.getByRole('alert').getByText('nowhere').waitFor()
  })
})
