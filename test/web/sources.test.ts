import { beforeAll, describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { type TestBrowser, startBrowser } from '../support/chromium.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

describe.skipIf(!available('chromium'))('a source in the console', () => {
  let browser: TestBrowser
  let app: TestApp

  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    browser = stack.use(await startBrowser())
    app = stack.use(await startTestApp())
    await app.api.post('/api/v2.0/sources', {
      name: 'dock',
      kind: 'distribution',
      settings: { registry_url: 'http://127.0.0.1:5000', username: 'bell', password: 'buoy' },
    })
    return () => stack.disposeAsync()
  })

  const named = async (name: string) =>
    (await app.api.get('/api/v2.0/sources')).body.find((one: { name: string }) => one.name === name)

  test('is renamed and set anew, and keeps its password where none is typed', async () => {
    await using visit = await browser.visit(app.url, { path: '/sources' })
    const { page } = visit
    await page.getByRole('button', { name: 'Actions for dock' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    expect(await page.getByRole('combobox', { name: 'Kind' }).isDisabled()).toBe(true)
    await page.getByLabel('Registry URL').fill('http://elsewhere.test:5000')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('send it again').waitFor()
    expect(await page.getByLabel('Registry URL').inputValue()).toBe('http://elsewhere.test:5000')
    expect(await visit.axe()).toEqual([])
    await page.getByLabel('Registry URL').fill('http://127.0.0.1:5000')
    await page.getByLabel('Name', { exact: false }).first().fill('quay')
    await page.getByText('Its address changes with its name').waitFor()
    await page.getByLabel('User name').fill('ringer')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Actions for quay' }).waitFor()
    expect(await named('quay')).toMatchObject({ settings: { username: 'ringer', password: '' } })
    expect((await app.store.sources.byName('quay'))?.settings['password']).toBe('buoy')
    expect(visit.problems).toEqual([])
  })

  test('of the first start keeps its name and stays', async () => {
    await using visit = await browser.visit(app.url, { path: '/sources' })
    const { page } = visit
    await page.getByRole('button', { name: 'Actions for default' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Delete' }).count()).toBe(0)
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByText('This source keeps its name').waitFor()
    expect(await page.getByLabel('Name', { exact: false }).first().isDisabled()).toBe(true)
    expect(visit.problems).toEqual([])
  })
})
