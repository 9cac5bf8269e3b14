import { describe, expect, test } from 'vitest'
import { hasFocus } from '../support/console/has-focus.ts'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const WEBHOOKS = 21

describe.skipIf(!available('chromium'))('a long list', () => {
  const ui = openConsole({
    prepare: async ({ app }) => {
      for (let number = 1; number <= WEBHOOKS; number++)
        await createPolicy(app.api, { name: `hook-${number}`, targets: ['http://127.0.0.1:1/'] })
    },
  })

  test('comes in pages, can be searched by name, and both stand in the address', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks' })
    const rows = page.locator('tbody tr')
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor()
    expect(await rows.count()).toBe(WEBHOOKS - 1)
    await page.getByRole('button', { name: 'Page 2', exact: true }).click()
    await page.getByRole('link', { name: 'hook-9' }).waitFor()
    expect(new URL(page.url()).search).toBe('?page=2')
    await page.getByLabel('Search by name').fill('hook-7')
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'hook-7' }).waitFor()
    expect(await rows.count()).toBe(1)
    expect(new URL(page.url()).search).toBe('?name=hook-7')
    await page.getByLabel('Search by name').fill('nothing')
    await page.getByText('No webhook matches').waitFor()
  })

  test('goes back to the page before when the last row of a page is gone', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks?page=2' })
    await page.getByRole('button', { name: 'Actions for hook-9' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('gives the focus to the next row when the row that has it is deleted, and to the one before when it was the last', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks' })
    const actions = (name: string) => page.getByRole('button', { name: `Actions for ${name}`, exact: true })
    const names = page.locator('tbody tr td:first-child a')
    await names.first().waitFor()
    const [first, second] = await names.allTextContents()
    const remove = async (name: string): Promise<void> => {
      await actions(name).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await actions(name).waitFor({ state: 'detached' })
    }
    await remove(first!)
    await hasFocus(actions(second!))
    const [beforeLast, last] = (await names.allTextContents()).slice(-2)
    await remove(last!)
    await hasFocus(actions(beforeLast!))
  })
  test('gives the focus to the page when the link that has it goes with its list', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks' })
    await page.locator('tbody tr td:first-child a').first().press('Enter')
    await page.waitForURL(/\/webhooks\/\d+$/)
    await hasFocus(page.locator('main#main'))
  })
})
