import { describe, expect, test } from 'vitest'
import { shared } from '../support/shared.ts'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { waitUntil } from '../support/wait-until.ts'

describe.skipIf(!available('chromium'))('scanners in the console', () => {
  const ui = openConsole()
  const adapter = shared(async (stack) => stack.use(await startScannerAdapter()))

  const scanners = async () => (await ui.app.api.get('/api/v2.0/scanners')).body

  test('are added, tried, made default, disabled and deleted, each with what follows from it', async () => {
    const { page, axe } = await ui.visit({ path: '/scanners' })
    await page.getByText('No scanners').waitFor()
    await page.getByRole('button', { name: 'Add a scanner' }).click()
    await page.getByLabel('Name', { exact: false }).first().fill('double')
    await page.getByLabel('Address of the adapter').fill('ftp://adapter')
    await page.getByRole('combobox', { name: 'Authentication' }).click()
    await page.getByRole('option', { name: 'User name and password' }).click()
    await page.getByLabel('User name', { exact: true }).fill('bell')
    await page.getByLabel(/^Password/).fill('buoy')
    await page.getByRole('button', { name: 'Add and test' }).click()
    await page.getByText('Url must be a URL').waitFor()
    expect(await axe()).toEqual([])
    await page.getByLabel('Address of the adapter').fill(adapter().url)
    await page.getByRole('button', { name: 'Add and test' }).click()
    await page.getByText('The scanner is ready').waitFor()
    await page.getByText('1.2.3').waitFor()
    expect(await axe()).toEqual([])
    const basic = `Basic ${Buffer.from('bell:buoy').toString('base64')}`
    expect(adapter().calls.at(-1)!.headers.authorization).toBe(basic)
    await page.getByRole('button', { name: 'Close' }).last().click()

    await ui.app.api.post('/api/v2.0/scanners', { name: 'nobody', url: 'http://127.0.0.1:1' })
    await page.reload()
    const doTo = async (name: string, action: string) => {
      await page.getByRole('button', { name: `Actions for ${name}` }).click()
      await page.getByRole('menuitem', { name: action }).click()
    }
    await doTo('nobody', 'Test connection')
    await page.getByRole('alert').getByText('nobody does not serve').waitFor()
    await page.getByRole('button', { name: 'Close' }).last().click()
    await doTo('nobody', 'Set as default')
    await page.getByRole('row', { name: 'nobody' }).getByText('Default', { exact: true }).waitFor()
    await doTo('nobody', 'Disable')
    await page.getByText('Nothing is scanned').waitFor()
    await doTo('nobody', 'Delete')
    await page.getByText('until you set another scanner as default').waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('There is no default scanner').waitFor()
    await doTo('double', 'Set as default')
    await page.getByText('Nothing is scanned').waitFor({ state: 'detached' })
    expect(await scanners()).toMatchObject([
      { name: 'double', is_default: true, has_access_credential: true },
    ])
  })

  test('keep their secrets when they are edited', async () => {
    const { page } = await ui.visit({ path: '/scanners' })
    await page.getByRole('button', { name: 'Actions for double' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByLabel('Description').fill('of the tests')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The scanner is ready').waitFor()
    expect(adapter().calls.at(-1)!.headers.authorization).toContain('Basic')
    expect(await scanners()).toMatchObject([{ name: 'double', description: 'of the tests', auth: 'Basic' }])
  })

  test('lose a stored log-in where one says that there is none', async () => {
    const scanner = {
      name: 'with log-ins',
      url: adapter().url,
      auth: 'Bearer',
      access_credential: 'token',
      registry_authorization: 'Basic YTpi',
    }
    await ui.app.api.post('/api/v2.0/scanners', scanner)
    const { page } = await ui.visit({ path: '/scanners' })
    await page.getByRole('button', { name: 'Actions for with log-ins' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    for (const name of ['Authentication', 'Log-in of the adapter at the registry']) {
      await page.getByRole('combobox', { name }).click()
      await page.getByRole('option', { name: 'None' }).click()
    }
    await page.getByRole('button', { name: 'Save' }).click()
    const found = async () =>
      (await scanners()).find((one: { readonly name: string }) => one.name === 'with log-ins')
    await waitUntil(async () => (await found()).has_registry_authorization === false, {
      what: 'the log-ins are gone',
    })
    expect(await found()).toMatchObject({ auth: '', has_access_credential: false })
    await ui.app.api.delete(`/api/v2.0/scanners/${(await found()).uuid}`)
  })

  test('are chosen by project admins, who say when images are scanned and order a scan', async () => {
    await ui.app.api.post('/api/v2.0/projects', { project_name: 'team' })
    await memberOf(ui.app, 'team', 'projectAdmin')
    const digest = await push(ui.app, { tag: 'v1' })
    const { page } = await ui.visit({
      ...memberLogin('team', 'projectAdmin'),
      path: '/projects/team/settings',
    })
    await page.getByText('none: there is no schedule').waitFor()
    expect(await page.getByRole('link', { name: 'Scanners' }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Scanner' }).click()
    await page.getByRole('option', { name: 'double' }).click()
    await page.getByLabel('Scan on push').check()
    await page.getByRole('combobox', { name: 'Scan all images again' }).click()
    await page.getByRole('option', { name: 'Every day' }).click()
    await page.getByRole('button', { name: 'Save scanning' }).click()
    await page.getByText('in 24 hr.').waitFor()
    expect((await ui.app.api.get('/api/v2.0/projects/team')).body.metadata).toMatchObject({
      auto_scan: 'true',
      scan_interval_hours: '24',
      projectScanner: (await scanners())[0].uuid,
    })

    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('link', { name: 'team/app:v1' }).last().click()
    await page.getByRole('button', { name: 'Scan now' }).click()
    await page.getByText('Scan requested').waitFor()
    const isOrdered = async () => {
      const { body } = await ui.app.api.get('/api/v2.0/projects/team/scans')
      return body.some((scan: { digest: string; trigger: string }) => {
        return scan.digest === digest && scan.trigger === 'request'
      })
    }
    await waitUntil(isOrdered, { what: 'the scan is ordered' })
  })
})
