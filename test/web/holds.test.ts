import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

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
      await note.waitFor({ state: 'detached' })
    },
  )

  test('of everything shows on the overview, without a reload', async () => {
    const { page } = await ui.visit({ width: 1280, path: '/' })
    await page.getByRole('heading', { name: 'Send your first webhook' }).waitFor()
    await ui.app.api.post('/api/v2.0/webhook/hold')
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByRole('button', { name: 'Release all deliveries' }).click()
    await note.waitFor({ state: 'detached' })
  })

  test('of everything stands on every page, says what waits, and its release sends it', async () => {
    await createPolicy(ui.app.api, { project: 'quay', name: 'ci', targets: [ui.receiver.url()] })
    const before = ui.receiver.requests.length
    await ui.app.api.post('/api/v2.0/webhook/hold')
    await push(ui.app, { repository: 'quay/app', tag: 'v1' })
    const { page } = await ui.visit({ path: '/users' })
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByText('1 delivery waits for the release.').waitFor()
    await page.getByRole('link', { name: 'Sources', exact: true }).click()
    await note.getByRole('button', { name: 'Release and send 1 delivery' }).click()
    await note.waitFor({ state: 'detached' })
    await ui.receiver.waitFor(before + 1)
  })

  test('of everything shows to those who cannot release it, too', async () => {
    await memberOf(ui.app, 'quay', 'developer')
    await ui.app.api.post('/api/v2.0/webhook/hold')
    const { page } = await ui.visit({ path: '/projects', ...memberLogin('quay', 'developer') })
    const note = page.getByRole('alert', { name: 'Deliveries are held' })
    await note.getByText('A system administrator held all deliveries').waitFor()
    expect(await note.getByRole('button').count()).toBe(0)
    await ui.app.api.post('/api/v2.0/webhook/release')
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
