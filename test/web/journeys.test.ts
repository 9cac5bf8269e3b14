import { describe, expect, test } from 'vitest'
import { logIn } from '../support/console/chromium.ts'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { postEnvelope } from '../support/app/api-client.ts'
import { adminPassword, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

describe.skipIf(!available('chromium'))('in a real browser', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' } })

  test('a failing target is found, understood and redelivered', async () => {
    ui.receiver.respond = () => ({ status: 503, body: 'the build server is asleep' })
    await createPolicy(ui.app.api, { project: 'team', name: 'failing', targets: [ui.receiver.url()] })
    await push(ui.app, { repository: 'team/broken', tag: 'v1' })
    const { page } = await ui.visit({ path: '/projects/team/webhooks' })
    await page.getByText('Failing', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'failing' }).click()
    await page.getByRole('link', { name: 'Open delivery' }).click()
    await page.getByText('the build server is asleep').waitFor()
    ui.receiver.respond = () => ({ status: 200 })
    await page.getByRole('button', { name: 'Redeliver' }).click()
    await page.getByText('Delivered', { exact: true }).waitFor()
    expect(await page.getByText('Redelivery of').count()).toBe(1)
  })

  test('an event that no webhook wanted says why', async () => {
    await createPolicy(ui.app.api, {
      project: 'quiet',
      name: 'only deletions',
      eventTypes: ['DELETE_ARTIFACT'],
      targets: [ui.receiver.url()],
    })
    await push(ui.app, { repository: 'quiet/app', tag: 'v1' })
    const { page } = await ui.visit({ path: '/projects/quiet/events' })
    await page.getByRole('link', { name: 'quiet/app:v1' }).click()
    await page.getByText('event type not chosen').waitFor()
    await page.goto(page.url().replace('/projects/quiet', ''))
    await page.getByRole('link', { name: 'only deletions' }).click()
    await page.getByRole('heading', { name: 'only deletions' }).waitFor()
  })

  test('a registry is connected, and the page shows when it first speaks', async () => {
    const { page } = await ui.visit({ path: '/sources' })
    await page.getByRole('button', { name: 'Connect a registry' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('registry-1')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect a registry' }).click()
    await page.getByText('Waiting for its first event').waitFor()
    const block = await page.getByRole('region', { name: 'Connect registry-1' }).innerText()
    const [, token] = /Bearer (\S+)\]/.exec(block)!
    const told = envelope([pushEvent({ repository: 'team/first', tag: 'v1' })])
    await postEnvelope(ui.app.url, token!, told, { source: 'registry-1' })
    await page.getByText('First event received').waitFor()
  })

  test('the global switch asks before it turns everything off, and every list of webhooks says so', async () => {
    const { page } = await ui.visit({ path: '/configuration' })
    await page.getByLabel('Webhooks enabled').click()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await waitUntil(
      async () => (await ui.app.api.get('/api/v2.0/systeminfo')).body.notification_enable === false,
      {
        what: 'webhooks are off',
      },
    )
    await page.goto(new URL('/projects/team/webhooks', ui.app.url).href)
    await page.getByText('All webhooks are switched off').waitFor()
    await ui.app.api.put('/api/v2.0/configurations', { notification_enable: true })
  })

  test.each([
    ['projectAdmin', { sees: true, changes: true }],
    ['maintainer', { sees: true, changes: false }],
    ['developer', { sees: false, changes: false }],
    ['guest', { sees: false, changes: false }],
    ['limitedGuest', { sees: false, changes: false }],
  ] as const)('a %s sees what the role allows', async (role, { sees, changes }) => {
    await createPolicy(ui.app.api, { project: `roles-${role.toLowerCase()}`, targets: [ui.receiver.url()] })
    const project = `roles-${role.toLowerCase()}`
    await memberOf(ui.app, project, role)
    const { page } = await ui.visit({
      ...memberLogin(project, role),
      path: `/projects/${project}`,
    })
    await page.getByRole('heading', { name: project }).waitFor()
    if (role !== 'limitedGuest') await page.getByRole('tab', { name: 'Members' }).waitFor()
    expect(await page.getByRole('tab', { name: 'Webhooks' }).count()).toBe(sees ? 1 : 0)
    if (sees) await page.getByRole('link', { name: 'policy', exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'New webhook' }).count()).toBe(changes ? 1 : 0)
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0)
  })

  test('a wrong password is refused in words, and a refused webhook keeps its form', async () => {
    const { page } = await ui.visit({ user: null, path: '/projects/team/webhooks' })
    await page.locator('input[autocomplete=username]').fill('admin')
    await page.locator('input[autocomplete=current-password]').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('The user name or the password is wrong.').waitFor()
    await logIn(page, 'admin', adminPassword)
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('refused')
    await page.getByLabel('Endpoint URL').fill('ftp://not-a-webhook')
    await page.getByRole('button', { name: 'Create webhook' }).click()
    const address = page.getByLabel('Endpoint URL')
    await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true')
    expect(await address.inputValue()).toBe('ftp://not-a-webhook')
    await page.getByText('Invalid scheme: ftp.').waitFor()
  })

  test('by keyboard alone one logs in, goes to a project and turns a webhook off', async () => {
    const policy = await createPolicy(ui.app.api, {
      project: 'keys',
      name: 'by keys',
      targets: [ui.receiver.url()],
    })
    const { page } = await ui.visit({ user: null })
    await page.locator('input[autocomplete=username]:focus').waitFor()
    await page.keyboard.type('admin')
    await page.keyboard.press('Tab')
    await page.keyboard.type(adminPassword)
    await page.keyboard.press('Enter')
    await page.locator('main#main').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to a page, a project or a webhook').waitFor()
    await page.keyboard.type('keys')
    const project = page.getByRole('button', { name: /^keys Project/ })
    for (const found of [project, page.getByRole('button', { name: /^by keys keys/ })]) await found.waitFor()
    for (let presses = 0; presses < 5; presses++) {
      if ((await project.getAttribute('data-selected')) === 'true') break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
    const toggle = page.getByRole('switch', { name: 'by keys is enabled' })
    await toggle.waitFor()
    for (let presses = 0; presses < 60; presses++) {
      if (await toggle.evaluate((element) => element === element.ownerDocument.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Space')
    await page.getByText('Webhook disabled').waitFor()
    const { body } = await ui.app.api.get(`/api/v2.0/projects/keys/webhook/policies/${policy.id}`)
    expect(body.enabled).toBe(false)
  })

  test('on a telephone one makes a webhook, tries its endpoint and sees what it delivered', async () => {
    await ui.app.api.post('/api/v2.0/projects', { project_name: 'pocket' })
    const { page } = await ui.visit({ path: '/projects/pocket/webhooks', width: 360 })
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('on the way')
    await page.getByLabel('Endpoint URL').fill(ui.receiver.url('/pocket'))
    await page.getByRole('tab', { name: 'Test endpoint' }).click()
    await page.getByRole('button', { name: 'Test endpoint' }).click()
    await page.getByText('Delivered (').waitFor()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'on the way' }).waitFor()
    await push(ui.app, { repository: 'pocket/app', tag: 'v1' })
    await page.getByRole('row', { name: /Delivered.*pocket\/app:v1/ }).waitFor()
    const paths = ui.receiver.requests.map(({ path }) => path)
    expect(paths.filter((path) => path === '/pocket')).toHaveLength(2)
  })

  test('texts come in Chinese to those who ask for it', async () => {
    const { page } = await ui.visit({ locale: 'zh-CN', path: '/projects' })
    await page.getByRole('heading', { name: '项目' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })

  test('while the server is away the page says so, and goes on by itself when it is back', async () => {
    await using folder = await temporaryFolder('away')
    const server = { dir: folder.path, env: { BELLBUOY_PORT: String(await freePort()) } }
    const first = await startBellbuoy(server)
    const { page } = await ui.visit({ path: '/events', url: first.url })
    await first.kill('SIGTERM')
    await page.getByText('The server cannot be reached', { exact: true }).waitFor({ timeout: 15_000 })
    await using second = await startBellbuoy(server)
    await page
      .getByText('The server cannot be reached', { exact: true })
      .waitFor({ state: 'hidden', timeout: 15_000 })
    await push(second, { repository: 'team/back', tag: 'v1' })
    await page.getByRole('link', { name: 'team/back:v1' }).waitFor({ timeout: 15_000 })
    await first[Symbol.asyncDispose]()
  }, 60_000)
})
