import { beforeAll, describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { type TestBrowser, startBrowser } from '../support/chromium.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const WEBHOOKS = 21

describe.skipIf(!available('chromium'))('a long list', () => {
  let browser: TestBrowser
  let app: TestApp

  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    browser = stack.use(await startBrowser())
    app = stack.use(await startTestApp())
    for (let number = 1; number <= WEBHOOKS; number++)
      await createPolicy(app.api, { name: `hook-${number}`, targets: ['http://127.0.0.1:1/'] })
    return () => stack.disposeAsync()
  })

  test('comes in pages, can be searched by name, and both stand in the address', async () => {
    await using visit = await browser.visit(app.url, { path: '/projects/setup/webhooks' })
    const { page } = visit
    const rows = page.locator('tbody tr')
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor()
    expect(await rows.count()).toBe(WEBHOOKS - 1)
    await page.getByRole('button', { name: 'Page 2', exact: true }).click()
    await page.getByRole('link', { name: 'hook-21' }).waitFor()
    expect(new URL(page.url()).search).toBe('?page=2')
    await page.getByLabel('Search by name').fill('hook-7')
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'hook-7' }).waitFor()
    expect(await rows.count()).toBe(1)
    expect(new URL(page.url()).search).toBe('?name=hook-7')
    await page.getByLabel('Search by name').fill('nothing')
    await page.getByText('Nothing has such a name').waitFor()
    expect(visit.problems).toEqual([])
  })

  test('goes back to the page before when the last row of a page is gone', async () => {
    await using visit = await browser.visit(app.url, { path: '/projects/setup/webhooks?page=2' })
    const { page } = visit
    await page.getByRole('button', { name: 'Actions for hook-21' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'hook-1', exact: true }).waitFor()
    expect(new URL(page.url()).search).toBe('')
    expect(visit.problems).toEqual([])
  })
})
