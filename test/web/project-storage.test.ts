import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { available } from '../support/available.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

describe.skipIf(!available('chromium'))('the storage of a project', () => {
  const ui = openConsole({
    prepare: async ({ app }) => {
      await app.api.post('/api/v2.0/projects', { project_name: 'shop', storage_limit: 10 * MIB })
      const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
      const references = [{ digest: randomDigest(), size: 9 * MIB, mediaType }]
      await app.postEnvelope(
        envelope([pushEvent({ repository: 'shop/web', tag: 'v1', references, size: 0, user: 'bob' })]),
      )
    },
  })

  test('is shown against its limit, which the system admin changes', async () => {
    const { page, axe } = await ui.visit({ path: '/projects/shop/settings' })
    const card = page.getByRole('tabpanel')
    await card.getByText('9.0 MiB').waitFor()
    await card.getByText('90% of the limit').waitFor()
    await card.getByText('Near its limit', { exact: true }).waitFor()
    expect(await axe()).toEqual([])
    await page.getByLabel('New limit in GiB').fill('2.5')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await card.getByText('2.5 GiB').waitFor()
    await page.getByText('Near its limit', { exact: true }).first().waitFor({ state: 'detached' })
    expect((await ui.app.api.get('/api/v2.0/quotas/1')).body.hard.storage).toBe(2.5 * GIB)
    await page.getByLabel('New limit in GiB').fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await card.getByText('none', { exact: true }).waitFor()
    expect((await ui.app.api.get('/api/v2.0/quotas/1')).body.hard.storage).toBe(-1)
  })

  test('is shown to a developer too, near its limit in words', async () => {
    await memberOf(ui.app, 'shop', 'developer')
    await ui.app.api.put('/api/v2.0/quotas/1', { hard: { storage: 10 * MIB } })
    const { page } = await ui.visit({ ...memberLogin('shop', 'developer'), path: '/projects/shop' })
    await page.getByText('9.0 MiB').waitFor()
    await page.getByText('Near its limit', { exact: true }).waitFor()
    expect(await page.getByText('Settings', { exact: true }).count()).toBe(0)
  })
})
