import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { POLICIES, WEBHOOK } from '../support/app/shop-paths.ts'
import { openConsole } from '../support/console/open-console.ts'

describe.skipIf(!available('chromium'))('a form that someone else has made outdated', () => {
  const ui = openConsole({
    prepare: async ({ app, receiver }) => {
      await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
      const targets = [{ type: 'http', address: receiver.url() }]
      const policy = { name: 'deploy', enabled: true, event_types: ['PUSH_ARTIFACT'], targets }
      await app.api.post(POLICIES, policy)
      await app.api.post('/api/v2.0/sources', { name: 'dock', kind: 'generic' })
      await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: 'http://trivy.test' })
    },
  })

  async function editing(
    path: string,
    name: string,
  ): Promise<{ readonly page: Page; readonly axe: () => Promise<readonly string[]> }> {
    const { page, axe } = await ui.visit({ path })
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByRole('dialog').waitFor()
    return { page, axe }
  }
  /** The form of a webhook is a page; the others are dialogs. */
  async function editingWebhook(): Promise<{
    readonly page: Page
    readonly axe: () => Promise<readonly string[]>
  }> {
    const { page, axe } = await ui.visit({ path: '/projects/shop/webhooks/1/edit' })
    await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor()
    return { page, axe }
  }
  const field = (page: Page, label: string) =>
    page.locator('form').getByLabel(label, { exact: false }).first()
  const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).click()
  const outdated = (page: Page) => page.getByRole('alert').getByText('Someone else has changed this')

  test('says so, keeps what was typed, and takes over the newer version', async () => {
    const mine = await editingWebhook()
    const theirs = await editingWebhook()
    await field(mine.page, 'Name').fill('deploy to production')
    await field(theirs.page, 'Description').fill('of the night shift')
    await save(theirs.page)
    await theirs.page.getByRole('heading', { name: 'deploy', exact: true }).waitFor()
    await save(mine.page)
    await outdated(mine.page).waitFor()
    expect(await mine.axe()).toEqual([])
    expect(await field(mine.page, 'Name').inputValue()).toBe('deploy to production')
    expect((await ui.app.api.get(`${WEBHOOK}/policies/1`)).body).toMatchObject({
      name: 'deploy',
      description: 'of the night shift',
    })
    await mine.page.getByRole('button', { name: 'Load the newer version' }).click()
    await mine.page.getByRole('status').getByText('The newer version is loaded').waitFor()
    expect(await field(mine.page, 'Name').inputValue()).toBe('deploy to production')
    expect(await field(mine.page, 'Description').inputValue()).toBe('of the night shift')
    await save(mine.page)
    await mine.page.getByRole('heading', { name: 'deploy to production', exact: true }).waitFor()
    expect((await ui.app.api.get(`${WEBHOOK}/policies/1`)).body).toMatchObject({
      name: 'deploy to production',
      description: 'of the night shift',
    })
  })

  test.for([
    ['/sources', 'dock', '/api/v2.0/sources/2', { name: 'pier' }, 'Name'],
    ['/scanners', 'trivy', '', { name: 'trivy', url: 'http://trivy.test', description: 'theirs' }, 'Name'],
  ] as const)(
    'is refused on %s too, until the newer version is loaded',
    async ([path, name, api, change, label]) => {
      const { page } = await editing(path, name)
      await field(page, label).fill('mine')
      const scanners = (await ui.app.api.get('/api/v2.0/scanners')).body
      const stored = api === '' ? `/api/v2.0/scanners/${scanners[0].uuid}` : api
      await page.getByRole('dialog').getByRole('button', { name: 'Save', disabled: false }).waitFor()
      expect((await ui.app.api.put(stored, change)).status).toBe(200)
      await save(page)
      await outdated(page).waitFor()
      await page.getByRole('button', { name: 'Load the newer version' }).click()
      await page.getByRole('status').getByText('The newer version is loaded').waitFor()
      expect(await field(page, label).inputValue()).toBe('mine')
      await save(page)
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
      expect((await ui.app.api.get(stored)).body).toMatchObject({ name: 'mine' })
    },
  )

  test('does not stop a switch: it acts on what is stored, not on what the page shows', async () => {
    const { page } = await ui.visit({ path: '/projects/shop/webhooks' })
    const toggle = page.getByRole('switch').first()
    await toggle.waitFor()
    const { body } = await ui.app.api.get(`${WEBHOOK}/policies/1`)
    await ui.app.api.put(`${WEBHOOK}/policies/1`, { ...body, description: 'changed behind the page' })
    await toggle.click({ force: true })
    await expect
      .poll(async () => (await ui.app.api.get(`${WEBHOOK}/policies/1`)).body)
      .toMatchObject({ enabled: false, description: 'changed behind the page' })
  })
})
