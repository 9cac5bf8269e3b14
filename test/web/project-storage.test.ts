import { beforeAll, describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { type TestBrowser, startBrowser } from '../support/chromium.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

describe.skipIf(!available('chromium'))('the storage of a project', () => {
  let browser: TestBrowser
  let app: TestApp

  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    browser = stack.use(await startBrowser())
    app = stack.use(await startTestApp())
    await app.api.post('/api/v2.0/projects', { project_name: 'shop', storage_limit: 10 * MIB })
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
    const references = [{ digest: randomDigest(), size: 9 * MIB, mediaType }]
    await app.postEnvelope(
      envelope([pushEvent({ repository: 'shop/web', tag: 'v1', references, size: 0, user: 'bob' })]),
    )
    return () => stack.disposeAsync()
  })

  test('is shown against its limit, which the system admin changes', async () => {
    await using visit = await browser.visit(app.url, { path: '/projects/shop/settings' })
    const { page } = visit
    const card = page.getByRole('tabpanel')
    await card.getByText('9.0 MiB').waitFor()
    await card.getByText('90% of the limit').waitFor()
    await card.getByText('Near its limit', { exact: true }).waitFor()
    expect(await visit.axe()).toEqual([])
    await page.getByLabel('New limit in GiB').fill('2.5')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await card.getByText('2.5 GiB').waitFor()
    await page.getByText('Near its limit', { exact: true }).first().waitFor({ state: 'detached' })
    expect((await app.api.get('/api/v2.0/quotas/1')).body.hard.storage).toBe(2.5 * GIB)
    await page.getByLabel('New limit in GiB').fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await card.getByText('none', { exact: true }).waitFor()
    expect((await app.api.get('/api/v2.0/quotas/1')).body.hard.storage).toBe(-1)
    expect(visit.problems).toEqual([])
  })

  test('is shown to a developer too, near its limit in words', async () => {
    await app.api.post('/api/v2.0/users', {
      username: 'pilot',
      email: 'pilot@setup.test',
      realname: 'Pilot',
      password: 'Lighthouse-Keeper-7',
    })
    await app.api.post('/api/v2.0/projects/shop/members', {
      role_id: 2,
      member_user: { username: 'pilot' },
    })
    await app.api.put('/api/v2.0/quotas/1', { hard: { storage: 10 * MIB } })
    await using visit = await browser.visit(app.url, {
      user: 'pilot',
      password: 'Lighthouse-Keeper-7',
      path: '/projects/shop',
    })
    const { page } = visit
    await page.getByText('9.0 MiB').waitFor()
    await page.getByText('Near its limit', { exact: true }).waitFor()
    expect(await page.getByText('Settings', { exact: true }).count()).toBe(0)
    expect(visit.problems).toEqual([])
  })
})
