import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'

describe.skipIf(!available('chromium'))('a source in the console', () => {
  const ui = openConsole({
    prepare: ({ app }) =>
      app.api.post('/api/v2.0/sources', {
        name: 'dock',
        kind: 'distribution',
        settings: { registry_url: 'http://127.0.0.1:5000', username: 'bell', password: 'buoy' },
      }),
  })

  const named = async (name: string) =>
    (await ui.app.api.get('/api/v2.0/sources')).body.find((one: { name: string }) => one.name === name)

  test('is renamed and set anew, and keeps its password where none is typed', async () => {
    const { page, axe } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Actions for dock' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    expect(await page.getByRole('combobox', { name: 'Kind' }).isDisabled()).toBe(true)
    await page.getByLabel('Registry URL').fill('http://elsewhere.test:5000')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('send it again').waitFor()
    expect(await page.getByLabel('Registry URL').inputValue()).toBe('http://elsewhere.test:5000')
    expect(await axe()).toEqual([])
    await page.getByLabel('Registry URL').fill('http://127.0.0.1:5000')
    await page.getByLabel('Name', { exact: false }).first().fill('quay')
    await page.getByText('Its address changes with its name').waitFor()
    await page.getByLabel('User name').fill('ringer')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Actions for quay' }).waitFor()
    expect(await named('quay')).toMatchObject({ settings: { username: 'ringer', password: '' } })
    expect((await ui.app.store.sources.byName('quay'))?.settings['password']).toBe('buoy')
  })

  test('loses its stored password when one says so, and only then', async () => {
    const settings = { registry_url: 'http://127.0.0.1:5000', username: 'bell', password: 'buoy' }
    await ui.app.api.post('/api/v2.0/sources', { name: 'pier', kind: 'distribution', settings })
    const { page, axe } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Actions for pier' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByRole('button', { name: 'Remove the stored value: Password' }).click()
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('placeholder')).toBe(
      'Removed when you save.',
    )
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await ui.app.store.sources.byName('pier'))?.settings).not.toHaveProperty('password')
  })

  test('shows what it sent that became no event, with the last example', async () => {
    await ui.app.postEnvelope({ events: [{ id: 'one' }] })
    const { page, axe } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Actions for default' }).click()
    await page.getByRole('menuitem', { name: 'Kept out' }).click()
    await page.getByText('events[].timestamp missing').first().waitFor()
    await page.getByRole('region', { name: 'Last example' }).getByText('"id": "one"').waitFor()
    expect(await axe()).toEqual([])
  })

  test('that was refused for a minute shows since when', async () => {
    const { id } = await named('default')
    const refusals = { sinceMs: Date.now() - 120_000, lastMs: Date.now() }
    await ui.app.store.keptOut.add([{ sourceId: id, reasons: [], hasAccepted: false, refusals }])
    const { page, axe } = await ui.visit({ path: '/sources' })
    await page.getByText('Every notification is refused since').waitFor()
    expect(await axe()).toEqual([])
  })

  test('of the first start keeps its name and stays', async () => {
    const { page } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Actions for default' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Delete' }).count()).toBe(0)
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByText('The name of this source cannot be changed').waitFor()
    expect(await page.getByLabel('Name', { exact: false }).first().isDisabled()).toBe(true)
  })

  test('asks for its registry host, and says what is missing without one', async () => {
    const { page, axe } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Actions for default' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByText('begin with the host that a client sent, which it can forge').waitFor()
    expect(await axe()).toEqual([])
    await page.getByLabel('Registry host').fill('https://registry.example.com')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('must be a host, or host:port').waitFor()
    await page.getByLabel('Registry host').fill('registry.example.com:5000')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'registry.example.com:5000' }).waitFor()
    expect(await named('default')).toMatchObject({ registry_host: { origin: 'setting' } })
  })
})
