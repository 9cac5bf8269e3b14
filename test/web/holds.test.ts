import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'

describe.skipIf(!available('chromium'))('a hold', () => {
  const ui = openConsole()

  test.each([1280, 360])(
    'of everything begins and ends in the system settings, %d pixels wide',
    async (width) => {
      const { page, axe } = await ui.visit({ width, path: '/configuration' })
      await page.getByRole('button', { name: 'Hold all deliveries' }).click()
      const note = page.getByRole('alert', { name: 'Deliveries are held' })
      await note.getByText('admin held all deliveries').waitFor()
      expect(await axe()).toEqual([])
      await note.getByRole('button', { name: 'Release all deliveries' }).click()
      await page.getByRole('button', { name: 'Hold all deliveries' }).waitFor()
      expect(await note.count()).toBe(0)
    },
  )

  test('of everything shows on the overview, without a reload', async () => {
    const { page } = await ui.visit({ width: 1280, path: '/' })
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await ui.app.api.post('/api/v2.0/webhook/hold')
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByRole('button', { name: 'Release all deliveries' }).click()
    await note.waitFor({ state: 'detached' })
  })

  test.each([1280, 360])('of a project is released beside its webhooks, %d pixels wide', async (width) => {
    const project = `dock-${width}`
    await ui.app.api.post('/api/v2.0/projects', { project_name: project })
    await ui.app.api.post(`/api/v2.0/projects/${project}/webhook/hold`)
    const { page } = await ui.visit({ width, path: `/projects/${project}/webhooks` })
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    const release = note.getByRole('button', { name: 'Release deliveries' })
    const [outer, inner] = [(await note.boundingBox())!, (await release.boundingBox())!]
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width)
    await release.click()
    await note.waitFor({ state: 'detached' })
  })
})
