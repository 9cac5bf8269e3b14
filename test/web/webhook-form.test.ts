import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { hasFocus } from '../support/console/has-focus.ts'
import { openConsole } from '../support/console/open-console.ts'

const NEW = '/projects/team/webhooks/new'
const POLICIES = '/api/v2.0/projects/team/webhook/policies'

describe.skipIf(!available('chromium'))('the form of a webhook', () => {
  const ui = openConsole({
    prepare: async ({ app, receiver }) => {
      await createPolicy(app.api, { name: 'builds', targets: [receiver.url()] })
      await push(app, { tag: 'v1' })
      await push(app, { tag: 'v1-rc.1' })
    },
  })

  const name = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true })
  const stored = async (wanted: string) =>
    (await ui.app.api.get(`${POLICIES}?q=name%3D${encodeURIComponent(wanted)}`)).body[0]

  test('keeps what was typed when the session ends: the log-in comes over it, and the focus is right', async () => {
    const { page } = await ui.visit({ path: NEW })
    await name(page).fill('half done')
    await page.getByLabel('Endpoint URL').fill(ui.receiver.url())
    await logInOver(page, () => page.getByRole('button', { name: 'Create webhook' }).click())
    await hasFocus(page.getByRole('button', { name: 'Create webhook' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'half done' }).waitFor()
  })

  test('has what was typed after a reload and after a log-out, but for secrets, until it is discarded', async () => {
    const { page } = await ui.visit({ path: NEW })
    await name(page).fill('left alone')
    await page.getByRole('combobox', { name: 'Authentication' }).click()
    await page.getByRole('option', { name: 'Bearer token' }).click()
    await page.getByLabel('Token').fill('s3cret')
    await page.getByText('This tab keeps your changes').waitFor()
    await page.reload()
    await page.getByText('Secrets were not kept: type them again.').waitFor()
    expect(await name(page).inputValue()).toBe('left alone')
    expect(await page.getByLabel('Token').inputValue()).toBe('')
    expect(await page.evaluate<string>('JSON.stringify(sessionStorage)')).not.toContain('s3cret')

    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: 'Log out' }).click()
    await page.locator('input[autocomplete=username]').fill('admin')
    await page.locator('input[autocomplete=current-password]').fill(adminPassword)
    await page.keyboard.press('Enter')
    await page.locator('main#main').waitFor()
    await page.goto(new URL(NEW, ui.app.url).href)
    await page.getByText('Your changes are back').waitFor()
    expect(await name(page).inputValue()).toBe('left alone')

    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('link', { name: 'New webhook' }).click()
    expect(await name(page).inputValue()).toBe('')
  })

  test('leads to the first wrong field, and says what is wrong there', async () => {
    const { page, axe } = await ui.visit({ path: NEW })
    await name(page).waitFor()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await hasFocus(name(page))
    await page.getByText('Give the webhook a name.').waitFor()
    await page.getByText('Fix 2 fields: Name, Endpoint URL').waitFor()
    expect(await axe()).toEqual([])
    await name(page).fill('wrong filter')
    await page.getByLabel('Endpoint URL').fill(ui.receiver.url())
    await page.getByRole('combobox', { name: 'Not these tags' }).fill('v[0-3')
    await page.keyboard.press('Enter')
    await page.getByText('“v[0-3” lacks a closing ].').waitFor()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await hasFocus(page.getByRole('combobox', { name: 'Not these tags' }))
    expect(await stored('wrong filter')).toBeUndefined()
    await page.keyboard.press('Backspace')
    await page.keyboard.type('*-rc.*')
    await page.keyboard.press('Enter')
    await page.getByText('Fix one field').waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Dry run' }).click()
    await page.getByText('Passes 1 of the last 2 events.').first().waitFor()
    await page.getByText('Not sent: excluded by *-rc.*').waitFor()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'wrong filter' }).waitFor()
    expect(await stored('wrong filter')).toMatchObject({ filter: { tags: { exclude: ['*-rc.*'] } } })
  })

  test('removes a stored log-in and a stored secret of an option, where one says so', async () => {
    const target = { type: 'http', address: ui.receiver.url(), auth_header: 'Bearer s3cret' }
    const proxy = { url: 'http://127.0.0.1:9', username: 'bell', password: 'buoy' }
    await ui.app.api.post(POLICIES, {
      name: 'open',
      event_types: ['PUSH_ARTIFACT'],
      targets: [{ ...target, options: { proxy } }],
    })
    const { id } = await stored('open')
    const { page, axe } = await ui.visit({ path: `/projects/team/webhooks/${id}/edit` })
    await page.getByRole('combobox', { name: 'Authentication' }).click()
    await page.getByRole('option', { name: 'None' }).click()
    await page.getByRole('button', { name: 'Remove the stored value: Password' }).click()
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'Save webhook' }).click()
    await page.getByRole('heading', { name: 'open', exact: true }).waitFor()
    const [saved] = (await stored('open')).targets
    expect(saved).not.toHaveProperty('has_auth_header')
    expect(saved.options.proxy).toEqual({ url: proxy.url, username: 'bell' })
  })

  test('has the options of a chat by their titles, says which one is wrong, and never shows its secret again', async () => {
    const { page, axe } = await ui.visit({ path: NEW })
    await name(page).fill('on the phone')
    await page.getByRole('combobox', { name: 'Notify by' }).click()
    await page.getByRole('option', { name: 'Telegram' }).click()
    await page.getByLabel('Bot API').fill('https://api.telegram.org')
    await page.getByLabel('Bot token').fill('123456:wrong token')
    await page.getByRole('textbox', { name: 'Chat', exact: true }).fill('@harbour')
    await page.getByLabel('Topic').fill('7')
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByText(/another form than 123456:ABC-DEF/).waitFor()
    await page.getByLabel('Bot token').fill('123456:right-token')
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'on the phone' }).waitFor()
    expect((await stored('on the phone')).targets[0]).toMatchObject({
      type: 'telegram',
      options: { bot_token: '', chat_id: '@harbour', message_thread_id: 7 },
    })
    expect(await page.content()).not.toContain('right-token')
  })

  test('has the options of a target in groups, authentication in one place, and faults of the server at their fields', async () => {
    const { page, axe } = await ui.visit({ path: NEW })
    await name(page).fill('grouped')
    await page.getByLabel('Endpoint URL').fill('https://ci.example.test/hook')
    await page.getByRole('combobox', { name: 'Authentication' }).click()
    await page.getByRole('option', { name: 'User name and password' }).click()
    await page.getByLabel('User name').fill('a:b')
    await page.locator('input[type=password]').fill('pass')
    await page.getByRole('button', { name: 'Timeout' }).click()
    await page.getByLabel('Timeout of an attempt').fill('7')
    await page.getByRole('button', { name: 'Rate limit' }).click()
    await page.getByLabel('Attempts').fill('20')
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByText('Holds a colon, which HTTP Basic cannot carry.').waitFor()
    await hasFocus(page.getByLabel('User name'))
    await page.getByLabel('User name').fill('ci')
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'grouped' }).waitFor()
    expect((await stored('grouped')).targets[0].options).toMatchObject({
      basic: { username: 'ci', password: '' },
      timeout_seconds: 7,
      rate_limit: { per_second: 20 },
    })
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    expect(await page.getByRole('combobox', { name: 'Authentication' }).inputValue()).toBe(
      'User name and password',
    )
    const password = page.locator('input[type=password]')
    expect(await password.getAttribute('placeholder')).toBe('Stored. Type to replace it.')
    await page.getByRole('button', { name: 'Remove: Rate limit' }).click()
    await page.getByRole('button', { name: 'Save webhook' }).click()
    await page.getByRole('heading', { name: 'grouped', exact: true }).waitFor()
    expect((await stored('grouped')).targets[0].options).not.toHaveProperty('rate_limit')
    expect((await stored('grouped')).targets[0].options.basic).toEqual({ username: 'ci', password: '' })
  })

  test('goes on with the newer version of another tab, where the form was left', async () => {
    const { page } = await ui.visit({ path: '/projects/team/webhooks/1/edit' })
    await page.getByLabel('Description').fill('mine')
    await page.getByText('This tab keeps your changes').waitFor()
    const { body } = await ui.app.api.get(`${POLICIES}/1`)
    await ui.app.api.put(`${POLICIES}/1`, { ...body, name: 'theirs' })
    await page.reload()
    await page.getByText('The newer version is loaded').waitFor()
    expect(await name(page).inputValue()).toBe('theirs')
    await page.getByRole('button', { name: 'Save webhook' }).click()
    await page.getByRole('heading', { name: 'theirs', exact: true }).waitFor()
    expect((await ui.app.api.get(`${POLICIES}/1`)).body).toMatchObject({
      name: 'theirs',
      description: 'mine',
    })
  })

  test('is filled in and saved by keyboard alone', async () => {
    const { page } = await ui.visit({ path: NEW })
    await hasFocus(name(page))
    await page.keyboard.type('by keys')
    await tabTo(page, page.getByLabel('Endpoint URL'))
    await page.keyboard.type(ui.receiver.url())
    await tabTo(page, page.getByRole('button', { name: 'Create webhook' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'by keys' }).waitFor()
  })

  test('fits a telephone, where its foot covers no field with the focus', async () => {
    const { page, axe } = await ui.visit({ path: NEW, width: 390 })
    await name(page).fill('pocket')
    await page.getByRole('button', { name: 'Create webhook' }).click()
    const address = page.getByLabel('Endpoint URL')
    await hasFocus(address)
    const foot = await page.locator('.form-foot').boundingBox()
    await expect
      .poll(async () => {
        const box = await address.boundingBox()
        return box !== null && box.y > 56 && box.y + box.height < foot!.y
      })
      .toBe(true)
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await axe()).toEqual([])
    await page.keyboard.type(ui.receiver.url())
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'pocket' }).waitFor()
  })
})

describe.skipIf(!available('chromium'))('a dialog with something typed', () => {
  const ui = openConsole()

  test('asks before Esc closes it', async () => {
    const { page, axe } = await ui.visit({ path: '/projects' })
    await page.getByRole('button', { name: 'New project' }).click()
    const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true })
    await typed.fill('nearly')
    await page.keyboard.press('Escape')
    await hasFocus(page.getByRole('button', { name: 'Keep editing' }))
    expect(await axe()).toEqual([])
    await page.keyboard.press('Enter')
    expect(await typed.inputValue()).toBe('nearly')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('asks before Esc closes it also when Esc comes at once after the first letter', async () => {
    const { page } = await ui.visit({ path: '/projects' })
    await page.getByRole('button', { name: 'New project' }).click()
    await hasFocus(page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }))
    // Neither press waits for the other.
    await Promise.all([page.keyboard.press('n'), page.keyboard.press('Escape')])
    await hasFocus(page.getByRole('button', { name: 'Keep editing' }))
  })

  test('shows what the server refuses at its field', async () => {
    const { page } = await ui.visit({ path: '/projects' })
    await page.getByRole('button', { name: 'New project' }).click()
    const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true })
    await typed.fill('NO SUCH')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Invalid project name "NO SUCH"').waitFor()
    await hasFocus(typed)
  })

  test.each([
    ['/projects', 'New project'],
    ['/sources', 'Connect a registry'],
    ['/users', 'New user'],
    ['/scanners', 'Add a scanner'],
    ['/robots', 'New robot account'],
  ])('has the log-in over it when the session ends, on %s', async (path, opens) => {
    const { page, axe } = await ui.visit({ path })
    await page.getByRole('button', { name: opens }).first().click()
    const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).first()
    await typed.fill('half-done')
    await logInOver(page, () => comeBackTo(page), axe)
    await hasFocus(typed)
    expect(await typed.inputValue()).toBe('half-done')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Keep editing' }).waitFor()
  })
})

/** Ends the session, notices it, and logs in as a person can: into what has the focus. Esc closes nothing meanwhile. */
async function logInOver(
  page: Page,
  notice: () => Promise<unknown>,
  axe?: () => Promise<readonly string[]>,
): Promise<void> {
  await page.context().clearCookies()
  await notice()
  const ended = page.getByRole('dialog', { name: 'Your session has ended. Log in to continue.' })
  await hasFocus(ended.locator('input[autocomplete=current-password]'))
  await page.keyboard.press('Escape')
  if (axe !== undefined) expect(await axe()).toEqual([])
  await page.keyboard.type(adminPassword)
  await ended.getByRole('button', { name: 'Log in' }).click()
  await ended.waitFor({ state: 'detached' })
}

/** The user comes back to the page, which loads what it shows again. */
async function comeBackTo(page: Page): Promise<void> {
  const ended = page.getByText('Your session has ended. Log in to continue.')
  const comeBack = () =>
    page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
  await expect
    .poll(
      async () => {
        await comeBack()
        return ended.isVisible()
      },
      { timeout: 10_000 },
    )
    .toBe(true)
}

async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await element.evaluate((one) => one === one.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the focus does not get there')
}
