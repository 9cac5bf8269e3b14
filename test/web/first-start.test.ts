import { join } from 'node:path'
import { expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { logIn, startBrowser } from '../support/console/chromium.ts'
import { firstStart, unset } from '../support/app/first-start.ts'
import { writeImage } from '../support/registry/image.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.skipIf(!available('chromium', 'docker-registry', 'skopeo', 'htpasswd'))(
  'from the first start a newcomer connects a registry, makes a webhook, pushes an image and sees it delivered',
  async () => {
    await using folder = await temporaryFolder('newcomer')
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({ env: unset })
    const { password } = await firstStart(bellbuoy)
    await using browser = await startBrowser()
    await using visit = await browser.visit(bellbuoy.url, { user: null })
    const { page } = visit
    await logIn(page, 'admin', password)

    await page.getByRole('link', { name: 'Sources', exact: true }).click()
    await page.getByRole('button', { name: 'Connect a registry' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('our-registry')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect a registry' }).click()
    const pasted = await page.getByRole('region', { name: 'Connect our-registry' }).innerText()
    await page.getByText('Waiting for its first event').waitFor()
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await using registry = await startRegistry({ pasted })

    await page.getByRole('link', { name: 'Projects', exact: true }).click()
    await page.getByRole('button', { name: 'New project' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill('team')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('builds')
    await page.getByLabel('Endpoint URL').fill(receiver.url('/from-the-console'))
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'builds' }).waitFor()

    const { source } = await writeImage(join(folder.path, 'image'), 'newcomer')
    await skopeo.copy(source, `docker://${registry.host}/team/app:v1`)

    // The list is live: nobody loads the page again.
    await page.getByRole('row', { name: /Delivered.*team\/app:v1/ }).waitFor()
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/from-the-console'])
    expect(visit.problems).toEqual([])
  },
)
