import { describe, expect, test } from 'vitest'
import { makeAccessToken } from '../support/app/access-token.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'

const CURRENT = '/api/v2.0/users/current'

describe.skipIf(!available('chromium'))('access tokens in the console', () => {
  const ui = openConsole({
    prepare: async ({ app }) => {
      for (const name of ['shop', 'team', 'other'])
        await app.api.post('/api/v2.0/projects', { project_name: name })
      await memberOf(app, 'shop', 'projectAdmin')
    },
  })
  const statusWith = async (secret: string, path = CURRENT) =>
    (await ui.app.anonymous.get(path, { authorization: `Bearer ${secret}` })).status

  test.each([1280, 360])('are made, shown once and revoked, %d pixels wide', async (width) => {
    const { page, axe } = await ui.visit({ width, ...memberLogin('shop', 'projectAdmin'), path: '/' })
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Access tokens' }).click()
    await page.getByRole('button', { name: 'New access token' }).click()
    const form = page.getByRole('dialog', { name: 'New access token' })
    await form.getByLabel('Name').fill(`laptop ${width}`)
    await form.getByLabel('Read only').check()
    await form.getByLabel('In chosen projects').check()
    expect(await form.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true)
    await form.getByRole('combobox', { name: 'Projects' }).click()
    await page.getByRole('option', { name: 'shop' }).click()
    await page.keyboard.press('Tab')
    expect(await axe()).toEqual([])
    await form.getByRole('button', { name: 'Create' }).click()
    const shown = page.getByRole('dialog', { name: `Secret of laptop ${width}` })
    const secret = /bbt_[\w-]{43}/.exec(await shown.innerText())?.[0] ?? ''
    expect(await axe()).toEqual([])
    expect(await statusWith(secret, '/api/v2.0/projects/shop')).toBe(200)
    expect(await statusWith(secret, '/api/v2.0/users/search?username=a')).toBe(200)
    await shown.getByRole('button', { name: 'I have stored it' }).click()
    const row = page.getByRole('row').filter({ hasText: `laptop ${width}` })
    await row.getByText('shop: read only').waitFor()
    await row.getByRole('button', { name: `Actions for laptop ${width}` }).click()
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    const question = page.getByRole('dialog', { name: `Revoke laptop ${width}?` })
    await question.getByText('refused immediately').waitFor()
    expect(await statusWith(secret)).toBe(200)
    await question.getByRole('button', { name: 'Revoke' }).click()
    await row.waitFor({ state: 'detached' })
    expect(await statusWith(secret)).toBe(401)
  })

  test('a name that is taken is said at its field', async () => {
    await makeAccessToken(ui.app.api, { name: 'desk' })
    const { page } = await ui.visit({ path: '/access-tokens' })
    await page.getByRole('button', { name: 'New access token' }).click()
    const form = page.getByRole('dialog', { name: 'New access token' })
    await form.getByLabel('Name').fill('desk')
    await form.getByRole('button', { name: 'Create' }).click()
    await form.getByText('there is another access token desk: choose another name, or revoke it').waitFor()
    expect(await form.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
  })

  test('of other users are listed and revoked by an admin, in Chinese too', async () => {
    const { user, password } = memberLogin('shop', 'projectAdmin')
    const authorization = `Basic ${btoa(`${user}:${password}`)}`
    const made = await ui.app.anonymous.post(`${CURRENT}/tokens`, { name: 'server' }, { authorization })
    const { page, axe } = await ui.visit({ path: '/users', locale: 'zh-CN' })
    await page.getByRole('row').filter({ hasText: user }).getByRole('button').click()
    await page.getByRole('menuitem', { name: '访问令牌' }).click()
    await page.getByRole('heading', { name: `${user} 的访问令牌` }).waitFor()
    const row = page.getByRole('row').filter({ hasText: 'server' })
    await row.getByText('用户的全部权限').waitFor()
    expect(await axe()).toEqual([])
    await row.getByRole('button').click()
    await page.getByRole('menuitem', { name: '撤销' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await row.waitFor({ state: 'detached' })
    expect(await statusWith(made.body.secret)).toBe(401)
  })
})
