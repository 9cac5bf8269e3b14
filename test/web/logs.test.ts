import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

describe.skipIf(!available('chromium'))('the audit log', () => {
  const ui = openConsole({
    prepare: async ({ app, receiver }) => {
      await createPolicy(app.api, { name: 'build', targets: [receiver.url()] })
      await createPolicy(app.api, { name: 'deploy', targets: [receiver.url()] })
      await app.api.post('/api/v2.0/projects', { project_name: 'team' })
    },
  })

  test('says in words what was done to what, and leads there', async () => {
    const { page, axe } = await ui.visit({ path: '/logs' })
    const row = page.getByRole('row').filter({ hasText: 'Create webhook deploy' })
    await expect.poll(() => row.getByText('Done').count()).toBe(1)
    expect(await page.getByText('Create webhook build').count()).toBe(1)
    const refused = page.getByRole('row').filter({ hasText: 'Create project team' }).first()
    expect(await refused.getByText('Refused (409)').count()).toBe(1)
    expect(await axe()).toEqual([])
    await row.getByRole('link', { name: 'deploy' }).click()
    await page.getByRole('heading', { name: 'deploy' }).waitFor()
  })

  test('is filtered by what was done and by name, and the address keeps both', async () => {
    const { page } = await ui.visit({ path: '/logs' })
    await page.getByRole('combobox', { name: 'Operation' }).fill('Create web')
    await page.getByRole('option', { name: 'Create webhook', exact: true }).click()
    await page.getByLabel('Name').fill('bui')
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
    expect(await page.locator('tbody tr').textContent()).toContain('Create webhook build')
    await page.reload()
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  })

  test('is written in Chinese for those who read it', async () => {
    const { page } = await ui.visit({ path: '/logs', locale: 'zh-CN' })
    await page.getByText('创建 Webhook deploy').waitFor()
    expect(await page.locator('tbody').textContent()).not.toMatch(/create|webhook policy/i)
  })
})
