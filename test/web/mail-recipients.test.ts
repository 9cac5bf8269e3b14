import { describe, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { startMailServer } from '../support/receivers/mail-server.ts'

describe.skipIf(!available('chromium'))('a delivery by mail', () => {
  const ui = openConsole()

  test('shows the answer for each recipient', async () => {
    const refusals: Readonly<Record<string, { readonly code: number; readonly text: string }>> = {
      'gone@acme.test': { code: 550, text: 'no such user' },
    }
    const refuseRecipient = (address: string) => refusals[address] ?? null
    await using server = await startMailServer({ startTls: false, refuseRecipient })
    const options = {
      smtp: { host: '127.0.0.1', port: server.port, security: 'none' },
      from: 'bell@acme.test',
    }
    const address = 'ops@acme.test, gone@acme.test'
    const policy = await createPolicy(ui.app.api, { targets: [{ type: 'email', address, options }] })
    await push(ui.app)
    const { id } = await policy.endedAlone()

    const { page, axe } = await ui.visit({ path: `/projects/team/deliveries/${id}` })
    const recipients = page.getByRole('list', { name: 'Recipients' }).getByRole('listitem')
    await recipients.first().waitFor()
    expect(await recipients.allInnerTexts()).toEqual([
      expect.stringMatching(/^ops@acme\.test\s+Accepted\s+250 /i),
      expect.stringMatching(/^gone@acme\.test\s+Refused permanently\s+550 no such user$/i),
    ])
    expect(await page.getByRole('region', { name: 'Response' }).innerText()).toMatch(/^SMTP 250/)
    expect(await axe()).toEqual([])
  })
})
