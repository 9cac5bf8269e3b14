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

  test('says what a change changed, from what to what, and never a secret', async () => {
    const path = '/api/v2.0/projects/team/webhook/policies/1'
    const { body } = await ui.app.api.get(path)
    const [target] = body.targets
    await ui.app.api.put(path, {
      ...body,
      enabled: false,
      targets: [{ ...target, auth_header: 'Bearer s3cret' }],
    })
    const { page, axe } = await ui.visit({ path: '/logs' })
    const row = page.getByRole('row').filter({ hasText: 'Change webhook build' })
    await row.getByText('Enabled: yes → no').waitFor()
    await row.getByText('Target 1, Authorization header: changed').waitFor()
    expect(await row.textContent()).not.toContain('s3cret')
    expect(await axe()).toEqual([])
  })

  test('is narrowed to a project by a chip, which the address keeps', async () => {
    await createPolicy(ui.app.api, { project: 'yard', name: 'elsewhere', targets: [ui.receiver.url()] })
    const { page } = await ui.visit({ path: '/logs?project=yard' })
    await page.getByText('Create webhook elsewhere').waitFor()
    expect(await page.getByText('Create webhook build').count()).toBe(0)
    await page.getByRole('button', { name: 'Remove filter Project' }).click()
    await page.getByText('Create webhook build').waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('is written in Chinese for those who read it', async () => {
    const { page } = await ui.visit({ path: '/logs', locale: 'zh-CN' })
    await page.getByText('创建 Webhook deploy').waitFor()
    expect(await page.locator('tbody').textContent()).not.toMatch(/create|webhook policy/i)
  })
})
