import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'

describe.skipIf(!available('chromium'))('a hold of all deliveries', () => {
  const ui = openConsole()

  test.each([1280, 360])('begins and ends in the system settings, %d pixels wide', async (width) => {
    const { page, axe } = await ui.visit({ width, path: '/configuration' })
    await page.getByRole('button', { name: 'Hold all deliveries' }).click()
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByText('admin held all deliveries').waitFor()
    expect(await axe()).toEqual([])
    await note.getByRole('button', { name: 'Release all deliveries' }).click()
    await page.getByRole('button', { name: 'Hold all deliveries' }).waitFor()
    expect(await note.count()).toBe(0)
  })

  test('shows on the overview that it began, without a reload', async () => {
    const { page } = await ui.visit({ width: 1280, path: '/' })
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await ui.app.api.post('/api/v2.0/webhook/hold')
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByRole('button', { name: 'Release all deliveries' }).click()
    await note.waitFor({ state: 'detached' })
  })
})
