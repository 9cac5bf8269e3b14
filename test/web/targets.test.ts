import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { push } from '../support/app/push.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const WEBHOOKS = '/projects/team/webhooks'

describe.skipIf(!available('chromium'))('the targets of a webhook', () => {
  const ui = openConsole({
    prepare: async ({ app, receiver }) => {
      await createPolicy(app.api, { name: 'builds', targets: [receiver.url()] })
      await memberOf(app, 'team', 'maintainer')
    },
  })

  test.each([1280, 360])(
    'say why they are unreachable, and send what waits, %d pixels wide',
    async (width) => {
      await ui.app.store.breakers.open(1, 'no connection: connect ECONNREFUSED')
      const { page, axe } = await ui.visit({ width, path: `${WEBHOOKS}/1` })
      const note = page.getByRole('alert', { name: 'The target gives no answer' })
      await note.getByText('no connection: connect ECONNREFUSED').waitFor()
      await page.getByText('Failing', { exact: true }).waitFor()
      expect(await axe()).toEqual([])
      await note.getByRole('button', { name: 'Send now' }).click()
      await note.waitFor({ state: 'detached' })
    },
  )

  test('show that Bellbuoy disabled their webhook, until someone enables it again', async () => {
    const { store } = ui.app
    const policy = (await store.policies.byId(1, 1))!
    const { page, axe } = await ui.visit({ width: 360, path: `${WEBHOOKS}/1` })
    await store.failingPolicies.disable(policy, 'nothing has succeeded')
    const note = page.getByRole('alert', { name: 'Bellbuoy disabled this webhook' })
    await note.getByText('nothing has succeeded').waitFor()
    await page.getByText('Disabled', { exact: true }).first().waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('switch', { name: 'Enabled' }).click()
    await note.waitFor({ state: 'detached' })
  })

  /** How many signatures the newest request has. */
  const signatures = async (): Promise<number> => {
    const before = ui.receiver.requests.length
    await push(ui.app, { tag: `v${before}` })
    await waitUntil(() => ui.receiver.requests.length > before, { what: 'the webhook comes' })
    const header = ui.receiver.requests.at(-1)!.headers['webhook-signature']
    return header === undefined ? 0 : String(header).split(' ').length
  }

  test('sign with a secret that is shown once, also after an edit, with two after a change, and no longer when one says so', async () => {
    const { page, axe } = await ui.visit({ path: `${WEBHOOKS}/1` })
    await page.getByText('Not signed').waitFor()
    await page.getByRole('button', { name: 'Sign requests' }).click()
    await page.getByRole('button', { name: 'Create secret' }).click()
    const first = await shownSecret(page)
    expect(first).toMatch(/^whsec_/)
    expect(await page.getByText('docs/signatures.md').count()).toBe(1)
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await page.getByText('Signed: Standard Webhooks v1 (HMAC-SHA256)').waitFor()
    expect(await signatures()).toBe(1)

    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    const secret = page.locator('input[type=password]')
    expect(await secret.getAttribute('placeholder')).toBe('Stored. Type to replace it.')
    await secret.fill('whsec_')
    await secret.fill('')
    await page.getByLabel('Description').fill('signed')
    await page.getByRole('button', { name: 'Save webhook' }).click()
    await page.getByText('Signed: Standard Webhooks v1 (HMAC-SHA256)').waitFor()
    expect(await signatures()).toBe(1)

    await page.getByRole('button', { name: 'Rotate secret' }).click()
    await page.getByText('For 24 hours both secrets sign').waitFor()
    await page.getByLabel('v1a (ed25519)').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click()
    expect(await shownSecret(page)).toMatch(/^whsk_/)
    await page.getByRole('dialog').getByText('The previous secret also signs until').waitFor()
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await page.getByText('whpk_').waitFor()
    await page.getByText('The previous secret also signs until').waitFor()
    expect(await signatures()).toBe(2)

    await page.getByRole('button', { name: 'Stop signing' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop signing' }).click()
    await page.getByText('Not signed').waitFor()
    expect(await signatures()).toBe(0)
  })

  test('show those who may only read how they sign, and nothing to change it', async () => {
    const { page } = await ui.visit({ ...memberLogin('team', 'maintainer'), path: `${WEBHOOKS}/1` })
    await page.getByText('Not signed').waitFor()
    expect(await page.getByRole('button', { name: 'Sign requests' }).count()).toBe(0)
  })

  test('take a ready-made template, which replaces a typed one only when that is wanted', async () => {
    const { page, axe } = await ui.visit({ path: WEBHOOKS })
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('actions')
    await page.getByRole('combobox', { name: 'Payload format' }).click()
    await page.getByRole('option', { name: 'Template' }).click()
    const template = page.getByRole('textbox', { name: 'Template' })
    await template.fill('{"mine": {{ type }}}')
    await take(page, 'GitHub Actions')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    expect(await template.inputValue()).toBe('{"mine": {{ type }}}')
    await take(page, 'GitHub Actions')
    await page.getByRole('button', { name: 'Replace' }).click()
    expect(await template.inputValue()).toContain('client_payload')
    expect(await page.getByLabel('Endpoint URL').inputValue()).toContain('api.github.com')
    await page.getByText('Bearer TOKEN', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'Preview' }).getByText('client_payload').waitFor()
    expect(await axe()).toEqual([])

    await take(page, 'PagerDuty')
    expect(await page.getByLabel('Attachment').inputValue()).toContain('ROUTING_KEY')
    await page.getByRole('region', { name: 'Preview' }).getByText('routing_key').first().waitFor()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('heading', { name: 'actions' }).waitFor()
    const { body } = await ui.app.api.get('/api/v2.0/projects/team/webhook/policies?q=name%3Dactions')
    expect(body[0].targets[0]).toMatchObject({
      payload_format: 'Template',
      attachment: '{"routing_key": "ROUTING_KEY"}',
      options: { headers: { Accept: '' }, template: expect.stringContaining('routing_key') },
    })
  })
})

async function shownSecret(page: Page): Promise<string> {
  return page.getByRole('dialog').getByRole('region', { name: 'Secret' }).innerText()
}

async function take(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Ready-made template' }).click()
  await page.getByRole('option', { name }).click()
}
