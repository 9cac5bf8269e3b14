import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { logIn } from '../support/console/chromium.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'

const LOGINS = '/api/v2.0/device-logins'

describe.skipIf(!available('chromium'))('the log-in of a command line', () => {
  const ui = openConsole()
  const begin = async () => {
    const client = `machine ${randomBytes(4).toString('hex')}`
    const { body } = await ui.app.anonymous.post(LOGINS, { client })
    return { ...body, client, path: new URL(body.verification_uri_complete).search }
  }
  const claim = async ({ device_code }: { readonly device_code: string }) =>
    (await ui.app.anonymous.post(`${LOGINS}/claim`, { device_code })).body

  test.each([1280, 360])(
    'is approved after the log-in by who compares the codes, %d pixels wide',
    async (width) => {
      const begun = await begin()
      const { page, axe } = await ui.visit({ width, user: null, path: `/device${begun.path}` })
      await logIn(page, 'admin', adminPassword)
      await page.getByText(begun.user_code).waitFor()
      await page.getByText(begun.client).waitFor()
      await page.getByText('127.0.0.1 (your own address)').waitFor()
      const approve = page.getByRole('button', { name: 'Approve' })
      expect(await approve.isDisabled()).toBe(true)
      expect(await axe()).toEqual([])
      await page.getByLabel('My own terminal shows exactly this code').check()
      await page.getByRole('combobox', { name: 'Expires' }).click()
      await page.getByRole('option', { name: 'In 7 days' }).click()
      expect((await claim(begun)).error).toBe('authorization_pending')
      await approve.click()
      await page.getByText(`${begun.client} is logged in`).waitFor()
      expect(await axe()).toEqual([])
      const token = await claim(begun)
      expect(token).toMatchObject({ name: begun.client, username: 'admin' })
      expect(Math.round((Date.parse(token.expires_at) - Date.now()) / 86_400_000)).toBe(7)
    },
  )

  test('is refused with one click, also by a code that is typed, in Chinese', async () => {
    const begun = await begin()
    const { page, axe } = await ui.visit({ path: '/device', locale: 'zh-CN' })
    await page.getByLabel('代码').fill(begun.user_code.toLowerCase().replace('-', ''))
    await page.getByRole('button', { name: '继续' }).click()
    await page.getByText(begun.user_code).waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: '拒绝' }).click()
    await page.getByText(`已拒绝 ${begun.client}`).waitFor()
    expect((await claim(begun)).error).toBe('access_denied')
  })

  test('with a wrong code says so, and takes another', async () => {
    const begun = await begin()
    const { page } = await ui.visit({ path: '/device?code=BCDF-GHJK' })
    await page.getByText('no program waits with the code "BCDF-GHJK"').waitFor()
    await page.getByLabel('Code').fill(begun.user_code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText(begun.client).waitFor()
  })
})
