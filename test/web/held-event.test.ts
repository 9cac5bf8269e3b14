import { describe, expect, test } from 'vitest'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'

describe.skipIf(!available('chromium'))('the page of an event that is held', () => {
  const ui = openConsole()

  test('says that it is not decided yet, and until when it waits', async () => {
    await ui.app.postEnvelope(envelope([pushEvent({ repository: 'waits/app', digest: randomDigest() })]))
    const { body } = await ui.app.api.get('/api/v2.0/projects/waits/webhook/received-events')
    const [held] = body.items as { id: string; held_until: string }[]
    const { page } = await ui.visit({ path: `/projects/waits/events/${held!.id}` })
    const undecided = page.getByText('Not decided yet')
    await undecided.waitFor()
    expect(await undecided.locator('time').getAttribute('datetime')).toBe(held!.held_until)
    await page.getByText('Nothing has been sent yet.').waitFor()
    expect(await page.getByText('This project had no webhook').count()).toBe(0)
  })
})
