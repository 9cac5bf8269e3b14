import { describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { openConsole } from '../support/console/open-console.ts'
import { envelope, pullEvent, randomDigest } from '../support/events/envelopes.ts'

describe.skipIf(!available('chromium'))("a webhook with Harbor's way", () => {
  const ui = openConsole()

  test('is chosen in the form, with a dry run of it, and stays when the webhook is disabled', async () => {
    const policy = await createPolicy(ui.app.api, {
      project: 'team',
      name: 'receiver of Harbor',
      targets: [ui.receiver.url()],
    })
    const way = async () => (await ui.app.api.get(policy.path)).body.harbor_way
    const { page, axe } = await ui.visit({ path: `/projects/team/webhooks/${policy.id}` })
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    const select = page.getByRole('combobox', { name: "Harbor's way" })
    expect(await select.inputValue()).toBe('As the server is set')
    await select.click()
    await page.getByRole('option', { name: 'On', exact: true }).click()
    const parts = page.getByLabel('Include the images inside a multi-platform image')
    expect([await parts.isChecked(), await parts.isDisabled()]).toEqual([true, true])
    const dryRun = page.waitForRequest(
      (request) => request.url().endsWith('/filters/dry-run') && request.postDataJSON().harbor_way === true,
    )
    await page.getByRole('tab', { name: 'Dry run' }).click()
    await dryRun
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save webhook' }).waitFor({ state: 'detached' })
    expect(await way()).toBe(true)
    await page.getByText("Harbor's way: On").waitFor()

    await page.getByRole('switch', { name: 'Enabled' }).click({ force: true })
    await page.getByText('Webhook disabled').waitFor()
    expect(await way()).toBe(true)
  })

  test('gets the requests of a pull, and the page of the second names the first', async () => {
    const eventTypes = ['PULL_ARTIFACT']
    const targets = [ui.receiver.url()]
    await createPolicy(ui.app.api, { project: 'pulls', eventTypes, harborWay: true, targets })
    const pull = { repository: 'pulls/app', tag: 'v1', digest: randomDigest(), user: 'ci' }
    await ui.app.postEnvelope(envelope([pullEvent(pull), pullEvent(pull)]))
    const { body } = await ui.app.api.get('/api/v2.0/projects/pulls/webhook/received-events')
    const [part, whole] = body.items as { id: string }[]
    const { page } = await ui.visit({ path: `/projects/pulls/events/${part!.id}` })
    await page.getByText('part of another event').waitFor()
    await page.getByText("Only webhooks with Harbor's way receive this one").waitFor()
    await page.getByRole('link', { name: whole!.id }).click()
    await page.getByText('part of another event').waitFor({ state: 'detached' })
  })
})
