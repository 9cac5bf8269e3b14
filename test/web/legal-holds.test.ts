import { describe, expect, test } from 'vitest'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'

const HOLDS = '/api/v2.0/legal-holds'

describe.skipIf(!available('chromium'))('a legal hold', () => {
  const ui = openConsole({ prepare: ({ app }) => push(app, { repository: 'shop/web', tag: 'v1' }) })

  /** The path of the page of the event of a repository. */
  async function eventPath(repository = 'shop/web'): Promise<string> {
    const { body } = await ui.app.api.get('/api/v2.0/webhook/received-events')
    const event = body.items.find((one: { readonly repository: string }) => one.repository === repository)
    return `/events/${event.id}`
  }

  test.each([1280, 360])('is placed on an event from its page, %d pixels wide', async (width) => {
    const reason = `case ${width}`
    const { page, axe } = await ui.visit({ width, path: await eventPath() })
    await page.getByRole('button', { name: 'Keep for an investigation' }).click()
    const dialog = page.getByRole('dialog', { name: 'Keep this event for an investigation' })
    const keep = dialog.getByRole('button', { name: 'Keep', exact: true })
    await keep.waitFor()
    expect(await keep.isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill(reason)
    expect(await axe()).toEqual([])
    await keep.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(`${reason} · admin`).waitFor()
    expect(await axe()).toEqual([])
    const { body } = await ui.app.api.get(HOLDS)
    expect(body.at(-1)).toMatchObject({ reason, event_id: (await eventPath()).slice('/events/'.length) })
  })

  test('of one event says nothing at another one', async () => {
    await push(ui.app, { repository: 'other/web', tag: 'v1' })
    await ui.app.api.post(HOLDS, { project: 'shop', reason: 'case shop' })
    const { page } = await ui.visit({ path: await eventPath('other/web') })
    await page.getByRole('heading', { name: 'other/web:v1' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByText('On legal hold').count()).toBe(0)
  })

  test.each([1280, 360])('is found and lifted in the configuration, %d pixels wide', async (width) => {
    const reason = `audit of ${width}`
    const held = { project: 'shop', since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' }
    await ui.app.api.post(HOLDS, { ...held, reason })
    const { page, axe } = await ui.visit({ width, path: '/configuration' })
    const row = page.getByRole('row').filter({ hasText: reason })
    await row.getByRole('link', { name: 'Project shop' }).waitFor()
    const words = await row.innerText()
    for (const part of ['accepted since', 'accepted before', 'admin']) expect(words).toContain(part)
    expect(await axe()).toEqual([])
    await row.getByRole('button', { name: `Actions for legal hold “${reason}”` }).click()
    await page.getByRole('menuitem', { name: 'Lift legal hold' }).click()
    const dialog = page.getByRole('dialog', { name: 'Lift this legal hold?' })
    await dialog.getByText('removes within the hour').waitFor()
    expect((await ui.app.api.get(HOLDS)).body).toContainEqual(expect.objectContaining({ reason }))
    expect(await axe()).toEqual([])
    await dialog.getByRole('button', { name: 'Lift legal hold' }).click()
    await row.waitFor({ state: 'detached' })
    expect((await ui.app.api.get(HOLDS)).body).not.toContainEqual(expect.objectContaining({ reason }))
  })

  test('is written in Chinese for those who read it', async () => {
    await ui.app.api.post(HOLDS, { everything: true, reason: '7' })
    const { page, axe } = await ui.visit({ path: '/configuration', locale: 'zh-CN' })
    const holds = page.getByRole('region', { name: '法律保留' })
    await holds.getByText('全部事件').waitFor()
    expect(await axe()).toEqual([])
  })

  test('is the business of system admins alone', async () => {
    await memberOf(ui.app, 'shop', 'projectAdmin')
    const path = `/projects/shop${await eventPath()}`
    const { page } = await ui.visit({ path, ...memberLogin('shop', 'projectAdmin') })
    await page.getByRole('button', { name: 'Copy as JSON' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('button', { name: 'Keep for an investigation' }).count()).toBe(0)
    expect(await page.getByText('On legal hold').count()).toBe(0)
  })
})
